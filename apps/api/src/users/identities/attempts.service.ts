import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import * as oidc from 'openid-client';
import type { Principal } from '#auth';
import { newId } from '#clock';
import type { BeginLoginWithProviderInput } from '#contracts/identities.dto.js';
import { Database } from '#database';
import { InvalidInput } from '#http';
import { ConsentsService } from '../consents/consents.service.js';
import { hashOf, newNamedToken } from '../named-token.js';
import { attemptCookie } from './attempt-cookie.js';
import { AttemptSealing } from './attempt-secrets.js';
import { putAttempt } from './attempts.queries.js';
import { OidcProviders } from './oidc-providers.js';
import type { Provider } from './provider.js';
import { ReturnAddresses } from './return-addresses.js';

const ATTEMPT_SECONDS = 600;
const BROWSER_SECRET_BYTES = 32;

/** Where to send the browser, and what it has to keep. */
export interface Begun {
  authorizationUrl: string;
  /** `Set-Cookie` */
  cookie: string;
}

/** Sends people to a provider, each with a state, a nonce, a code challenge, and a cookie for the way back. */
@Injectable()
export class AttemptsService {
  constructor(
    private readonly database: Database,
    private readonly providers: OidcProviders,
    private readonly sealing: AttemptSealing,
    private readonly returnAddresses: ReturnAddresses,
    private readonly consents: ConsentsService,
  ) {}

  /**
   * Begins a sign-in, with what is agreed to should an account be made; or, for somebody who has signed in, the linking
   * of an identity to their account.
   * @throws InvalidInput, ConsentNotCurrent, ProviderUnavailable
   */
  async begin(input: BeginLoginWithProviderInput, linker: Principal | null): Promise<Begun> {
    const provider = this.providers.byId(input.provider);
    if (!provider) throw new InvalidInput([UNKNOWN_PROVIDER]);
    const termsIds = await this.consents.named(input.consents ?? []);
    const returnTo = this.returnAddresses.read(input.returnTo);
    const configuration = await this.providers.configuration(provider);
    const id = newId();
    const state = newNamedToken(id);
    const browserSecret = randomBytes(BROWSER_SECRET_BYTES).toString('base64url');
    const { nonce, codeVerifier } = this.sealing.make();
    const authorizationUrl = oidc.buildAuthorizationUrl(configuration, {
      ...this.#request(provider),
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    });
    const attempt = {
      id,
      provider: provider.id,
      stateHash: hashOf(state),
      browserHash: hashOf(browserSecret),
      sealedSecrets: this.sealing.seal({ nonce, codeVerifier }, id),
      returnTo,
      linker,
      termsIds,
      seconds: ATTEMPT_SECONDS,
    };
    await this.database.rows(putAttempt(attempt));
    const cookie = attemptCookie(id, browserSecret, provider.responseMode === 'form_post');
    return { authorizationUrl: authorizationUrl.href, cookie };
  }

  #request(provider: Provider): Record<string, string> {
    const { scopes: scope, responseMode } = provider;
    const usual = { redirect_uri: this.providers.redirectUri(provider), scope };
    return responseMode === 'query' ? usual : { ...usual, response_mode: responseMode };
  }
}

const UNKNOWN_PROVIDER = {
  pointer: '/provider',
  code: 'provider',
  message: 'must be the id of one of the providers that GET /v1/auth/oidc/providers lists',
};
