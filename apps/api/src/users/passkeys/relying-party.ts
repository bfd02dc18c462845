import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type AppConfig } from '#config';

/** Whom passkeys are made for. It is what was configured, and never what a request says of itself. */
@Injectable()
export class RelyingParty {
  readonly name = 'Roost';
  /** a domain: passkeys are made for it and what is below it */
  readonly id: string;
  /** of the pages whose word is taken */
  readonly origins: string[];

  constructor(@Inject(CONFIG) { app, passkeys }: AppConfig) {
    const { hostname, origin } = new URL(app.publicUrl);
    this.id = passkeys.rpId ?? hostname;
    this.origins = passkeys.origins?.map((each) => new URL(each).origin) ?? [origin];
  }
}
