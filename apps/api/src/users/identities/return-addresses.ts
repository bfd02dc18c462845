import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type AppConfig } from '#config';
import { InvalidInput } from '#http';

/** Where people may come back to: what is put into the fragment there is read by the page. */
@Injectable()
export class ReturnAddresses {
  readonly #origins: ReadonlySet<string>;

  constructor(@Inject(CONFIG) { app, http, oidc }: AppConfig) {
    const origins = oidc.returnOrigins ?? [app.publicUrl, ...http.corsOrigins];
    this.#origins = new Set(origins.map((each) => new URL(each).origin));
  }

  /**
   * An address as browsers read it, which may be another than it looks: `https:\\evil.example` is one of evil.example.
   * @throws InvalidInput when it is not of an origin that is configured
   */
  read(written: string): string {
    const url = URL.canParse(written) ? new URL(written) : undefined;
    const isOurs = url && this.#origins.has(url.origin) && url.username === '' && url.password === '';
    if (!isOurs || url.hash !== '') throw new InvalidInput([WRONG]);
    return url.href;
  }
}

const WRONG = {
  pointer: '/returnTo',
  code: 'return_to',
  message: 'must be a URL of an origin that people may come back to, without a fragment',
};

/** The address with what has come of it, in the fragment: that is sent to no server, and is in no log. */
export function returning(address: string, told: Record<string, string>): string {
  return `${address}#${new URLSearchParams(told).toString()}`;
}
