import { setTimeout as wait } from 'node:timers/promises';
import { generateSync } from 'otplib';
import { expectStatus, PASSWORD, type Answer, type Person, type ProblemAnswer, type TestApp } from '#testing';

const STEP_SECONDS = 30;
/** In so much time a code that was just made has come and been judged. */
const LEAST_LEFT_MS = 3000;

/** What signing in comes to, whichever way it goes. */
export type SignInAnswer = ProblemAnswer & {
  accessToken: string;
  refreshToken: string;
  secondFactor: { challengeToken: string; methods: string[]; expiresIn: number };
};

/** The code that an app shows which is so many steps of 30 seconds ahead; by a library that is not ours. */
export function codeFor(secret: string, stepsAhead = 0): string {
  return generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + stepsAhead * STEP_SECONDS });
}

/** Resolves when enough is left of a step for a code to be made and judged in it. */
export async function stepLasts(): Promise<void> {
  const left = STEP_SECONDS * 1000 - (Date.now() % (STEP_SECONDS * 1000));
  if (left < LEAST_LEFT_MS) await wait(left);
}

/** Someone with an authenticator app. */
export interface Phone {
  secret: string;
  recoveryCodes: string[];
}

/** Sets an authenticator app up for somebody. Its next code counts, as if the step of the first had gone by. */
export async function withPhone(app: TestApp, { id, token }: Person): Promise<Phone> {
  const { secret } = expectStatus(await app.post<{ secret: string }>('/v1/users/me/totp', undefined, token), 200);
  const confirmed = await app.post<Phone>('/v1/users/me/totp/confirm', { code: codeFor(secret) }, token);
  const { recoveryCodes } = expectStatus(confirmed, 200);
  await stepsPass(app, id);
  return { secret, recoveryCodes };
}

/** As if no code of somebody's had been taken for a while. */
export async function stepsPass(app: TestApp, userId: string): Promise<void> {
  await app.sql('UPDATE totp_secrets SET last_step = last_step - 10 WHERE user_id = $1', [userId]);
}

/** Signs in by password. */
export function login(app: TestApp, { email }: { email: string }, from?: string): Promise<Answer<SignInAnswer>> {
  const headers: Record<string, string> = from === undefined ? {} : { 'x-forwarded-for': from };
  return app.post<SignInAnswer>('/v1/auth/login', { email, password: PASSWORD }, undefined, headers);
}

/** The challenge that follows on the password. */
export async function challengeOf(app: TestApp, reader: { email: string }, from?: string): Promise<string> {
  return expectStatus(await login(app, reader, from), 202).secondFactor.challengeToken;
}

/** Comes with a second factor. */
export function complete(
  app: TestApp,
  challengeToken: string,
  proof: object,
  from?: string,
): Promise<Answer<SignInAnswer>> {
  const headers: Record<string, string> = from === undefined ? {} : { 'x-forwarded-for': from };
  return app.post<SignInAnswer>('/v1/auth/second-factor', { challengeToken, ...proof }, undefined, headers);
}
