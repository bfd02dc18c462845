import { expectStatus, TestApp } from '#testing';
import type { SignInAnswer } from './authenticator-app.js';
import { API, Browser, PAGE, type Told, type WayBack } from './browser.js';
import { CLIENT, TestProvider } from './oidc-provider.js';

export const callbackOf = (id: string): string => `${API}/v1/auth/oidc/${id}/callback`;

let people = 0;

/** The application with two providers – one answers by a query, one by a form – and one more that is away. */
export class Elsewhere {
  private constructor(
    readonly app: TestApp,
    readonly plain: TestProvider,
    readonly posting: TestProvider,
  ) {}

  /** @param settings of the application that differ */
  static async start(settings: Record<string, string> = {}): Promise<Elsewhere> {
    const plain = await TestProvider.start(callbackOf('plain'));
    const posting = await TestProvider.start(callbackOf('posting'), { conformIdTokenClaims: false });
    const providers = [
      { id: 'plain', name: 'Plain & Sons', issuer: plain.issuer, ...CLIENT },
      { id: 'posting', name: 'Posting', issuer: posting.issuer, ...CLIENT, responseMode: 'form_post' },
      { id: 'away', name: 'Away', issuer: 'http://127.0.0.1:9', ...CLIENT },
    ];
    const app = await TestApp.start({
      PUBLIC_URL: API,
      OIDC_PROVIDERS: JSON.stringify(providers),
      OIDC_RETURN_ORIGINS: new URL(PAGE).origin,
      ...settings,
    });
    return new Elsewhere(app, plain, posting);
  }

  async stop(): Promise<void> {
    await this.app.stop();
    await Promise.all([this.plain.stop(), this.posting.stop()]);
  }

  /** Somebody new, at both providers. @param said what is said of them that differs */
  someone(said: object = {}): { sub: string; email: string } {
    people += 1;
    const sub = `sub-${people}`;
    const email = `elsewhere.${process.pid}.${people}@example.com`;
    const known = { sub, email, email_verified: true, given_name: 'Ida', family_name: 'Rhodes', ...said };
    this.plain.knows(known);
    this.posting.knows(known);
    return { sub, email };
  }

  /** Somebody who has been sent to a provider, and is on their way back. @param changed in the request to the provider */
  async onTheWay(
    sub: string,
    provider = 'plain',
    changed: Record<string, string> = {},
  ): Promise<{ browser: Browser; back: WayBack }> {
    const browser = new Browser(this.app);
    const { authorizationUrl } = expectStatus(await browser.begin(provider), 200);
    return { browser, back: await browser.visit(authorizationUrl, sub, changed) };
  }

  /** Signs somebody in, in a browser of their own. */
  async signedIn(sub: string, provider = 'plain'): Promise<SignInAnswer> {
    const browser = new Browser(this.app);
    const { code } = await browser.travel(provider, sub);
    return expectStatus(await browser.fetchTokens(code), 200);
  }

  /** Has somebody link what is theirs at a provider to their account. */
  async linked(who: { token: string }, sub: string, provider = 'plain'): Promise<Told> {
    return new Browser(this.app).travel(provider, sub, who.token);
  }
}
