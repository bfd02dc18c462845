import { expectStatus, PASSWORD, type TestApp } from '#testing';
import { firstLink, verify } from '../e2e/support/accounts.js';

/**
 * Accounts by the thousand, behind the application's back, that have the password of all tests.
 * @returns the address of each, by its number
 */
export async function crowd(app: TestApp, name: string, size: number): Promise<(index: number) => string> {
  const first = { email: `${name}.0@example.com`, password: PASSWORD, firstName: 'Ada', lastName: 'Tester' };
  await app.post('/v1/auth/register', first);
  expectStatus(await verify(app, await firstLink(app, first, /^Confirm your e-mail address/)), 204);
  await app.sql(
    `INSERT INTO users (id, email, password_hash, first_name, last_name, created_at, updated_at)
     SELECT gen_random_uuid(), $1 || '.' || n || '@example.com', password_hash, 'Ada', 'Tester', created_at, created_at
     FROM generate_series(1, $2::integer) n, users
     WHERE users.email = $1 || '.0@example.com'`,
    [name, size - 1],
  );
  return (index) => `${name}.${index % size}@example.com`;
}

/** An address of the internet for each number: 10.0.0.0 and on, each in a network of its own as far as limits go. */
export function addressOf(index: number): string {
  return [10, (index >> 16) & 255, (index >> 8) & 255, index & 255].join('.');
}

/** The same number of things done at once, again and again, until all are. */
export async function inBatches<Result>(
  tries: number,
  size: number,
  act: (index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  while (results.length < tries) {
    const length = Math.min(size, tries - results.length);
    const first = results.length;
    results.push(...(await Promise.all(Array.from({ length }, (_, index) => act(first + index)))));
  }
  return results;
}
