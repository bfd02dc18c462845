import { Injectable, Logger } from '@nestjs/common';
import * as oidc from 'openid-client';
import type { AttemptSecrets } from './attempt-secrets.js';
import type { Subject } from './identities.queries.js';
import { OidcProviders } from './oidc-providers.js';
import type { Provider } from './provider.js';
import { nameBeside, type Claims } from './person-of.js';

/** Whom a provider vouches for. */
export interface Vouched extends Subject {
  claims: Claims;
}

/** Why somebody comes back with nothing; told to the page that they come back to. */
export type Refusal = 'access_denied' | 'provider_refused' | 'provider_unavailable';

/** What a provider has sent somebody back with, and what we know of when they left. */
export interface ProviderAnswer {
  params: URLSearchParams;
  state: string;
  secrets: AttemptSecrets;
}

/** Takes people's word for who they are from nobody but their provider. */
@Injectable()
export class ProviderAnswers {
  readonly #logger = new Logger('OpenIdConnect');

  constructor(private readonly providers: OidcProviders) {}

  /** Exchanges the code of an answer, and checks all that comes for it: signature, issuer, audience, nonce, times. */
  async check(provider: Provider, answer: ProviderAnswer): Promise<Vouched | Refusal> {
    try {
      return await this.#exchange(provider, answer);
    } catch (error) {
      const refusal = refusalOf(error);
      // Its cause may hold tokens.
      if (refusal !== 'access_denied') this.#logger.warn(`${provider.id}: ${refusal}, ${summary(error)}`);
      return refusal;
    }
  }

  async #exchange(provider: Provider, { params, state, secrets }: ProviderAnswer): Promise<Vouched> {
    const configuration = await this.providers.configuration(provider);
    const url = new URL(`${this.providers.redirectUri(provider)}?${params.toString()}`);
    const tokens = await oidc.authorizationCodeGrant(configuration, url, {
      expectedState: state,
      expectedNonce: secrets.nonce,
      pkceCodeVerifier: secrets.codeVerifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) throw new TypeError('there is no ID token');
    const { iss: issuer, sub: subject } = claims;
    const tellsEmail = 'email' in claims || configuration.serverMetadata().userinfo_endpoint === undefined;
    const more = tellsEmail ? {} : await oidc.fetchUserInfo(configuration, tokens.access_token, subject);
    return { issuer, subject, claims: { ...(provider.apple && nameBeside(params)), ...more, ...claims } };
  }
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof oidc.AuthorizationResponseError)
    return error.error === 'access_denied' || error.error === 'user_cancelled_authorize'
      ? 'access_denied'
      : 'provider_refused';
  if (error instanceof oidc.ResponseBodyError || error instanceof oidc.WWWAuthenticateChallengeError)
    return 'provider_refused';
  return isAbsence(error) ? 'provider_unavailable' : 'provider_refused';
}

/** It was not there, not in time, or not in its right mind, rather than of another opinion. */
function isAbsence(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'OAUTH_TIMEOUT' || code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' || code === undefined;
}

function summary(error: unknown): string {
  return error instanceof Error ? [error.name, codeOf(error) ?? '', error.message].join(' ').trim() : 'unknown';
}

function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}
