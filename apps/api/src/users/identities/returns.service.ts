import { Injectable } from '@nestjs/common';
import { newId } from '#clock';
import { Database } from '#database';
import { hashOf, idIn, newNamedToken } from '../named-token.js';
import { attemptCookie, attemptSecretIn } from './attempt-cookie.js';
import { AttemptSealing } from './attempt-secrets.js';
import { attemptOf, useAttempt, type Attempt } from './attempts.queries.js';
import { AttemptOver, ProviderUnavailable } from './identities.errors.js';
import { Linking } from './linking.js';
import { OidcProviders } from './oidc-providers.js';
import type { Provider } from './provider.js';
import { ProviderAnswers, type Vouched } from './provider-answers.js';
import { returning } from './return-addresses.js';
import { SigningIn } from './signing-in.js';

/** What somebody has been sent back with. */
export interface Return {
  /** id of the provider whose address they have come to */
  providerId: string;
  params: URLSearchParams;
  /** the header `Cookie` */
  cookies: string | undefined;
}

/** Where to send the browser on, and what it is to forget. */
export interface Onward {
  location: string;
  /** `Set-Cookie` */
  cookie?: string;
}

/** What is told to the page: a code to fetch tokens with, the provider that was linked, or why neither. */
export type Told = { code: string } | { linked: string } | { error: string };

/** People who come back from a provider. */
@Injectable()
export class ReturnsService {
  constructor(
    private readonly database: Database,
    private readonly providers: OidcProviders,
    private readonly sealing: AttemptSealing,
    private readonly answers: ProviderAnswers,
    private readonly signingIn: SigningIn,
    private readonly linking: Linking,
  ) {}

  /**
   * What comes of it is told to the page that they return to. An attempt is used up by nobody but the browser that has
   * begun it, with an answer of the provider that it was begun with: whoever else comes with it spoils nothing.
   * @throws AttemptOver when nothing is known of it, so that there is nowhere to send anybody
   */
  async receive({ providerId, params, cookies }: Return): Promise<Onward> {
    const provider = this.providers.byId(providerId);
    const state = params.get('state') ?? '';
    const id = idIn(state);
    const attempt = provider && id && (await this.database.firstRow(attemptOf(id, hashOf(state), providerId)));
    if (!attempt) throw new AttemptOver('Begin again, and finish in the same browser.');
    if (!hashOf(attemptSecretIn(cookies, attempt.id)).equals(attempt.browserHash))
      return { location: returning(attempt.returnTo, { error: 'other_browser' }) };
    const told = await this.#refusal(provider, attempt, params);
    if (told) return { location: returning(attempt.returnTo, told) };
    return this.#use(provider, attempt, { params, state });
  }

  /** Why an answer is not looked at: the attempt stays as it is, and so does what has come of it before. */
  async #refusal(provider: Provider, { over }: Attempt, params: URLSearchParams): Promise<Told | undefined> {
    if (over) return { error: 'attempt_over' };
    if (!isFrom(params, provider)) return { error: 'provider_mixed_up' };
    if (!(await this.#isThere(provider))) return { error: 'provider_unavailable' };
    return undefined;
  }

  /** The browser forgets an attempt that is used up, unless it has tokens to fetch. */
  async #use(
    provider: Provider,
    attempt: Attempt,
    { params, state }: { params: URLSearchParams; state: string },
  ): Promise<Onward> {
    const secrets = this.sealing.open(attempt.sealedSecrets, attempt.id);
    const used = secrets && (await this.database.firstRow(useAttempt(attempt.id)));
    if (!used) return { location: returning(attempt.returnTo, { error: 'attempt_over' }) };
    const vouched = await this.answers.check(provider, { params, state, secrets });
    const told = typeof vouched === 'string' ? { error: vouched } : await this.#welcome(provider, attempt, vouched);
    const location = returning(attempt.returnTo, told);
    return 'code' in told ? { location } : { location, cookie: attemptCookie(attempt.id, undefined) };
  }

  async #welcome(provider: Provider, { id, linker, termsIds }: Attempt, vouched: Vouched): Promise<Told> {
    if (linker) return this.linking.link(provider, vouched, { id: newId(), linker });
    return this.signingIn.signIn(provider, vouched, { id, termsIds, code: newNamedToken(id) });
  }

  /** Asked before the attempt is used: whoever only has to try again need not begin again. */
  async #isThere(provider: Provider): Promise<boolean> {
    try {
      await this.providers.configuration(provider);
      return true;
    } catch (error) {
      if (error instanceof ProviderUnavailable) return false;
      throw error;
    }
  }
}

/** Who answers says who they are, if they know how to (RFC 9207). */
function isFrom(params: URLSearchParams, { issuer }: Provider): boolean {
  return params.getAll('iss').every((named) => named === issuer);
}
