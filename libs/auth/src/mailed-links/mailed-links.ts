import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, derivedSecrets, type AppConfig } from '#config';
import { wallTime } from '../wall-time.js';
import { linkToken, readLinkToken, type LinkClaims, type PagePurpose } from './link-token.js';

/** The page that each link opens. */
const PAGES: Record<PagePurpose, string> = {
  verify_email: 'verify-email',
  reset_password: 'reset-password',
  leave_email: 'change-email',
  take_email: 'change-email',
  accept_invitation: 'accept-invitation',
  end_alerts: 'end-alerts',
};

/** Links in our letters. Where they lead is a setting, and never what a request says of its host. */
@Injectable()
export class MailedLinks {
  readonly #keys: [Buffer, ...Buffer[]];
  readonly #pages: string;

  constructor(@Inject(CONFIG) { app, auth }: AppConfig) {
    this.#keys = derivedSecrets(auth.jwtPrivateKeys, 'roost mailed links');
    this.#pages = (app.accountPagesUrl ?? `${app.publicUrl}/account`).replace(/\/+$/, '');
  }

  /** A link; its token is in the fragment, which browsers send to nobody and no server writes into its log. */
  linkTo(purpose: PagePurpose, claims: LinkClaims): string {
    return `${this.#pages}/${PAGES[purpose]}#token=${linkToken(purpose, claims, this.#keys[0])}`;
  }

  /** What a token says; undefined for one that is not ours, is for something else, or has expired. */
  read(purpose: PagePurpose, token: string): LinkClaims | undefined {
    const claims = readLinkToken(purpose, token, this.#keys);
    return claims && claims.expiresAt > wallTime() ? claims : undefined;
  }
}
