import { expectStatus, type Answer, type ProblemAnswer, type TestApp } from '#testing';
import type { SignInAnswer } from './authenticator-app.js';

export const API = 'https://api.roost.test';
export const PAGE = 'https://www.roost.test/signed-in?from=home';

/** What a provider sends the browser back with. */
export interface WayBack {
  provider: string;
  params: URLSearchParams;
  byForm: boolean;
}

const MOST_HOPS = 10;

/** A browser with its cookies, between our page, our service and a provider. */
export class Browser {
  readonly #jars = new Map<string, Map<string, string>>();

  constructor(private readonly app: TestApp) {}

  /** The page asks where to go. @param token of whoever links */
  async begin(provider: string, returnTo = PAGE, token?: string, more: object = {}): Promise<Answer<BeginAnswer>> {
    const path = token === undefined ? '/v1/auth/oidc/attempts' : '/v1/users/me/identities/attempts';
    const answer = await this.app.post<BeginAnswer>(path, { provider, returnTo, ...more }, token);
    this.#keep(API, answer.headers);
    return answer;
  }

  /** Goes to the provider as somebody, and comes to where it sends people back to. */
  async visit(authorizationUrl: string, sub: string, changed: Record<string, string> = {}): Promise<WayBack> {
    const start = new URL(authorizationUrl);
    for (const [name, value] of Object.entries({ login_hint: sub, ...changed })) start.searchParams.set(name, value);
    let next = start;
    for (let hops = 0; hops < MOST_HOPS; hops += 1) {
      const response = await this.#get(next);
      const location = response.headers.get('location');
      if (location === null) return formIn(await response.text());
      next = new URL(location, next);
      if (next.origin === API) return { provider: providerIn(next.href), params: next.searchParams, byForm: false };
    }
    throw new Error('the provider sends people in circles');
  }

  /** Comes back to us; what the page is told in its fragment, or the problem that is said instead. */
  async comeBack({ provider, params, byForm }: WayBack): Promise<Told> {
    const path = `${this.app.url}/v1/auth/oidc/${provider}/callback`;
    const cookie = this.#cookies(API);
    const response = byForm
      ? await fetch(path, { method: 'POST', body: params, headers: { cookie }, redirect: 'manual' })
      : await fetch(`${path}?${params.toString()}`, { headers: { cookie }, redirect: 'manual' });
    this.#keep(API, response.headers);
    const location = response.headers.get('location');
    const said = await response.text();
    if (location === null) return { status: response.status, problem: (JSON.parse(said) as ProblemAnswer).code };
    const [page, fragment] = location.split('#');
    return { status: response.status, page, ...Object.fromEntries(new URLSearchParams(fragment)) };
  }

  /** The page fetches its tokens. */
  async fetchTokens(code = '', headers: Record<string, string> = {}): Promise<Answer<SignInAnswer>> {
    const cookie = this.#cookies(API);
    const answer = await this.app.post<SignInAnswer>('/v1/auth/oidc/sessions', { code }, undefined, {
      ...headers,
      cookie,
    });
    this.#keep(API, answer.headers);
    return answer;
  }

  /** All of it, up to what the page is told. */
  async travel(provider: string, sub: string, token?: string): Promise<Told> {
    const { authorizationUrl } = expectStatus(await this.begin(provider, PAGE, token), 200);
    return this.comeBack(await this.visit(authorizationUrl, sub));
  }

  /** What is kept of ours. */
  get kept(): string {
    return this.#cookies(API);
  }

  async #get(url: URL): Promise<Response> {
    const response = await fetch(url, { headers: { cookie: this.#cookies(url.origin) }, redirect: 'manual' });
    this.#keep(url.origin, response.headers);
    return response;
  }

  #cookies(origin: string): string {
    return [...(this.#jars.get(origin) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  #keep(origin: string, headers: Headers): void {
    const jar = this.#jars.get(origin) ?? new Map<string, string>();
    this.#jars.set(origin, jar);
    for (const cookie of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
  }
}

export type BeginAnswer = ProblemAnswer & { authorizationUrl: string };

/** What has come of it. */
export interface Told {
  status: number;
  page?: string;
  code?: string;
  linked?: string;
  error?: string;
  problem?: string;
}

/** The form that a page posts by itself (OAuth 2.0 Form Post Response Mode). */
function formIn(html: string): WayBack {
  const action = /action="([^"]+)"/.exec(html)?.[1] ?? '';
  const fields = [...html.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(
    ([, name = '', value = '']): [string, string] => [name, value],
  );
  if (fields.length === 0) throw new Error(`the provider says: ${html.slice(0, 500)}`);
  return { provider: providerIn(action), params: new URLSearchParams(fields), byForm: true };
}

function providerIn(callback: string): string {
  return /\/oidc\/([^/]+)\/callback/.exec(callback)?.[1] ?? '';
}
