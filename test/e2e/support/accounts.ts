import { MailedLinks, type LinkClaims, type CodePurpose } from '#auth';
import {
  expectStatus,
  PASSWORD,
  testConfig,
  waitFor,
  type Answer,
  type Person,
  type ProblemAnswer,
  type TestApp,
} from '#testing';
import { letterTo, readLetters } from './letters.js';

const CONFIRM = /^Confirm your e-mail address/;

/** Who signs in gets these. */
export interface SignedIn {
  user: { id: string; email: string; emailVerified: boolean; version: number };
  accessToken: string;
  refreshToken: string;
}

type Reader = Pick<Person, 'email'>;

/** The tokens of the links in all letters of a subject to someone, in no order. */
export async function linksTo(app: TestApp, reader: Reader, subject: RegExp): Promise<string[]> {
  const letters = (await readLetters(app, reader)).filter((letter) => subject.test(letter.subject));
  return letters.flatMap(({ text }) => /#token=(\S+)/.exec(text)?.[1] ?? []);
}

/** The token of the first link to someone in a letter of a subject, once it is there. */
export function firstLink(app: TestApp, reader: Reader, subject: RegExp): Promise<string> {
  return waitFor(`a letter to ${reader.email} like ${subject.source}`, async () =>
    (await linksTo(app, reader, subject)).at(0),
  );
}

/** Does something, and resolves with the token of the link that came of it. */
export async function tokenAfter(app: TestApp, reader: Reader, subject: RegExp, act: () => Promise<unknown>) {
  const before = new Set(await linksTo(app, reader, subject));
  await act();
  return waitFor(`another letter to ${reader.email} like ${subject.source}`, async () =>
    (await linksTo(app, reader, subject)).find((token) => !before.has(token)),
  );
}

/** Has a link mailed that resets somebody's password; its token. */
export function resetToken(app: TestApp, reader: Reader): Promise<string> {
  return tokenAfter(app, reader, /^Reset your password/, async () =>
    expectStatus(await app.post('/v1/auth/password-resets', { email: reader.email }), 202),
  );
}

/** Has a link mailed again that confirms somebody's address, after that of their registration; its token. */
export async function verificationToken(app: TestApp, reader: Reader): Promise<string> {
  await letterTo(app, reader, CONFIRM);
  return tokenAfter(app, reader, CONFIRM, async () =>
    expectStatus(await app.post('/v1/auth/email-verifications', { email: reader.email }), 202),
  );
}

/** Uses the token of a link up. */
export const verify = (app: TestApp, token: string) =>
  app.post<ProblemAnswer>('/v1/auth/email-verifications/confirm', { token });
export const reset = (app: TestApp, token: string, password: string) =>
  app.post<ProblemAnswer>('/v1/auth/password-resets/confirm', { token, password });
export const confirmChange = (app: TestApp, token: string) =>
  app.post<ProblemAnswer>('/v1/auth/email-changes/confirm', { token });

export const login = (app: TestApp, { email }: Reader, password = PASSWORD) =>
  app.post<SignedIn & ProblemAnswer>('/v1/auth/login', { email, password });

/** Status and code of a problem, or the status alone. */
export const codeOf = ({ status, body }: Answer<Partial<ProblemAnswer> | null>): string =>
  [status, body?.code].filter(Boolean).join(' ');

/** The account as its owner sees it. */
export async function me(app: TestApp, token: string): Promise<SignedIn['user']> {
  return expectStatus(await app.get<SignedIn['user']>('/v1/users/me', token), 200);
}

/** Makes tokens with the application's own key: what only it can make, and what nobody should have to wait for. */
export async function forger(app: TestApp): Promise<(purpose: CodePurpose, claims: LinkClaims) => string> {
  const links = new MailedLinks(
    testConfig(app.database.url, { JWT_PRIVATE_KEYS: await app.secret('jwt-private-keys') }),
  );
  return (purpose, claims) => links.linkTo(purpose, claims).split('#token=')[1] ?? '';
}
