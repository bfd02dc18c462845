import type { Person, TestApp } from '#testing';

/** What is measured: an application with people who have signed in, for so many turns of so many seconds. */
export interface Bench {
  app: TestApp;
  people: Person[];
  rounds: number;
  seconds: number;
}

/** The list that is asked for: one's own, out of the database. */
export const LIST = '/v1/bookings';
export const CONNECTIONS = 20;

/** Of each process: they issue tokens for one another. */
export const SETTINGS = { PUBLIC_URL: 'http://roost.test', LOG_LEVEL: 'warn' };

/** A request of somebody who has signed in. */
export const as = (path: string, token: string) => ({ path, headers: { authorization: `Bearer ${token}` } });

export const out = (text: string): void => void process.stdout.write(`${text}\n`);
