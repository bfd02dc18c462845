import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Provider, type Configuration } from 'oidc-provider';

/** What the provider says of one of its people. */
export interface ProvidersPerson {
  sub: string;
  email?: string;
  email_verified?: boolean;
  given_name?: string;
  family_name?: string;
  name?: string;
}

export const CLIENT = { clientId: 'roost', clientSecret: 'a-secret-of-roost-at-the-provider' };

/** A real provider of OpenID Connect, on a port of its own. Its people are named by `login_hint`, and need no password. */
export class TestProvider {
  readonly #people: Map<string, ProvidersPerson>;

  private constructor(
    readonly issuer: string,
    private readonly server: ReturnType<typeof createServer>,
    people: Map<string, ProvidersPerson>,
  ) {
    this.#people = people;
  }

  /**
   * @param redirectUri where it sends people back to
   * @param settings that differ
   */
  static async start(redirectUri: string, settings: Configuration = {}): Promise<TestProvider> {
    const people = new Map<string, ProvidersPerson>();
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const provider = new Provider(issuer, { ...configuration(redirectUri, people), ...settings });
    const answer = provider.callback();
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      if (request.url?.startsWith('/interaction/')) void signIn(provider, request, response);
      else void answer(request, response);
    });
    return new TestProvider(issuer, server, people);
  }

  /** Somebody has an account there; also to say something else of them. */
  knows(person: ProvidersPerson): void {
    this.#people.set(person.sub, person);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

function configuration(redirectUri: string, people: Map<string, ProvidersPerson>): Configuration {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'given_name', 'family_name'] },
    cookies: { keys: ['of a provider that lives for one test'] },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
    features: { devInteractions: { enabled: false } },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
    pkce: { required: () => true },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, sub) => {
      const person = people.get(sub);
      return person && { accountId: sub, claims: () => Promise.resolve({ ...person }) };
    },
    // Nobody is asked whether Roost may know who they are.
    loadExistingGrant: async ({ oidc: { provider, client, session } }) => {
      const grant = new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  };
}

/** Whoever comes is who they say that they are; nobody cancels. */
async function signIn(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { params } = await provider.interactionDetails(request, response);
  const accountId = String(params.login_hint);
  const result =
    accountId === 'nobody' ? { error: 'access_denied', error_description: 'cancelled' } : { login: { accountId } };
  await provider.interactionFinished(request, response, result);
}
