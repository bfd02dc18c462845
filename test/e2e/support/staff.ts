import { expectStatus, PASSWORD, person, type Person, type TestApp } from '#testing';

/** Somebody with a staff role, signed in with it. */
export async function staff(app: TestApp, role: 'support' | 'admin', firstName: string = role): Promise<Person> {
  const someone = await person(app, firstName);
  await app.sql('UPDATE users SET roles = $1 WHERE id = $2', [[role], someone.id]);
  return signedIn(app, someone);
}

/** The same person, with a token of now. */
async function signedIn(app: TestApp, someone: Person): Promise<Person> {
  const login = await app.post<{ accessToken: string }>('/v1/auth/login', { email: someone.email, password: PASSWORD });
  return { ...someone, token: expectStatus(login, 200).accessToken };
}
