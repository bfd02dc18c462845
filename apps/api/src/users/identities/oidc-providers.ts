import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import * as oidc from 'openid-client';
import { CONFIG, type AppConfig } from '#config';
import { HOUR_MS } from '#dates';
import { clientAuthOf } from './client-auth.js';
import { ProviderUnavailable } from './identities.errors.js';
import type { Provider } from './provider.js';

const TIMEOUT_SECONDS = 5;

/** Whom we ask who somebody is: those that were configured, and nobody whom a request or a token names. */
@Injectable()
export class OidcProviders {
  readonly all: readonly Provider[];
  readonly #publicUrl: string;
  readonly #known: LRUCache<string, oidc.Configuration, Provider>;

  constructor(@Inject(CONFIG) { app, oidc: settings }: AppConfig) {
    this.all = settings.providers;
    this.#publicUrl = app.publicUrl;
    // What one says of itself is read again every hour; while it is away, what it said before holds.
    this.#known = new LRUCache<string, oidc.Configuration, Provider>({
      max: 100,
      ttl: HOUR_MS,
      allowStaleOnFetchRejection: true,
      fetchMethod: async (_id, _stale, { context }) => discovered(context),
    });
  }

  /** The one with that id. */
  byId(id: string): Provider | undefined {
    return this.all.find((provider) => provider.id === id);
  }

  /** Where it sends people back to: to each its own address, so that it is known who it was (RFC 9700, section 4.4.2.2). */
  redirectUri({ id }: Provider): string {
    return `${this.#publicUrl}/v1/auth/oidc/${id}/callback`;
  }

  /**
   * How to talk to it.
   * @throws ProviderUnavailable
   */
  async configuration(provider: Provider): Promise<oidc.Configuration> {
    try {
      const found = await this.#known.fetch(provider.id, { context: provider });
      if (found) return found;
    } catch {
      // That it cannot be reached, or says what makes no sense, is all the same to whoever wants to sign in.
    }
    throw new ProviderUnavailable(`${provider.name} cannot be reached: try again later, or sign in another way.`);
  }
}

async function discovered(provider: Provider): Promise<oidc.Configuration> {
  const issuer = new URL(provider.issuer);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- for a laptop: production refuses such an issuer at start
  const insecure = issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
  return oidc.discovery(issuer, provider.clientId, undefined, clientAuthOf(provider), {
    // The signature too, though tokens come from the provider itself: it costs a look at keys that are at hand.
    execute: [oidc.enableNonRepudiationChecks, ...insecure],
    timeout: TIMEOUT_SECONDS,
  });
}
