import { randomUUID } from 'node:crypto';
import {
  bookingWhen,
  confirmedBooking,
  expectStatus,
  newKey,
  PASSWORD,
  pay,
  person,
  place,
  quote,
  type Person,
  type TestApp,
} from '#testing';
import { ahead } from './dates-ahead.js';
import { phonePhoto, sendPhoto } from './photos.js';

/**
 * Words that are found nowhere but where somebody has put them: each is part of one column that says something of them. In
 * capitals nowhere but in names, so that they may stand in addresses and slugs too.
 */
export class Canaries {
  readonly #words = new Map<string, string>();

  constructor(private readonly owner: string) {}

  /** The word of a column. */
  word(column: string): string {
    const known = this.#words.get(column);
    if (known !== undefined) return known;
    const word = `${this.owner}${column.replaceAll(/[^a-z]/gi, '').toLowerCase()}zq`;
    this.#words.set(column, word);
    return word;
  }

  /** All words that were put anywhere, by column. */
  all(): ReadonlyMap<string, string> {
    return this.#words;
  }
}

/** Somebody with something in each column that can say something of them. */
export interface FullLife {
  who: Person;
  canaries: Canaries;
  /** the ids of their place and of a stay on either side */
  property: string;
  stay: string;
  hosted: string;
  organisation: string;
}

/** The other side of what somebody does. */
export interface Others {
  host: Person;
  hostPlace: string;
  guest: Person;
}

const MARKS = ['email', 'firstName', 'lastName', 'userAgent'];

/**
 * Registers somebody, and has them do what there is to do: stay somewhere, let a place, write, invite, integrate. Their
 * stays are over once the clock is a week after `ahead(6)`; then `afterStays` adds what comes after.
 */
export async function fullLife(app: TestApp, owner: string, others: Others): Promise<FullLife> {
  const canaries = new Canaries(owner);
  const who = await register(app, canaries);
  const property = await placeOf(app, who, canaries);
  const message = `I am ${canaries.word('message')}, and come late`;
  const stayed = { propertyId: others.hostPlace, checkIn: ahead(1), checkOut: ahead(3) };
  const quoteId = await quote(app, who, stayed);
  const made = await app.post<{ id: string; payment: Parameters<typeof pay>[1] }>(
    '/v1/bookings',
    { quoteId, message },
    who.token,
    newKey(),
  );
  const booking = expectStatus(made, 201);
  expectStatus(await pay(app, booking.payment), 200);
  await bookingWhen(app, who, booking.id, 'confirmed');
  const hosted = await confirmedBooking(app, others.guest, {
    propertyId: property,
    checkIn: ahead(4),
    checkOut: ahead(6),
  });
  await quote(app, who, { propertyId: others.hostPlace, checkIn: ahead(20), checkOut: ahead(22) });
  await keepForLater(app, who, canaries, others);
  const organisation = await companyOf(app, who, canaries);
  await knownElsewhere(app, who, canaries, others);
  return { who, canaries, property, stay: booking.id, hosted: hosted.id, organisation };
}

/** What they do when their stays are over, with a token of then. */
export async function afterStays(app: TestApp, { who, canaries, stay }: FullLife): Promise<Person> {
  const later = await signInAgain(app, who, canaries.word('userAgent'));
  const review = { rating: 2, comment: `It is cold, says ${canaries.word('comment')}.` };
  expectStatus(await app.post(`/v1/bookings/${stay}/reviews`, review, later.token), 201);
  // From now on a password alone does not do.
  await app.sql(
    `INSERT INTO passkeys (id, user_id, credential_id, public_key, sign_count, transports, name, created_at)
     VALUES (gen_random_uuid(), $1, $2, $3, 0, '{}', $4, now())`,
    [who.id, Buffer.from(randomUUID()), Buffer.from(canaries.word('publicKey')), canaries.word('passkeyName')],
  );
  return later;
}

/** The same person, signed in now. */
async function signInAgain(app: TestApp, who: Person, userAgent = 'jest'): Promise<Person> {
  const login = await app.call<{ accessToken: string }>('POST', '/v1/auth/login', {
    body: { email: who.email, password: PASSWORD },
    headers: { 'user-agent': userAgent },
  });
  return { ...who, token: expectStatus(login, 200).accessToken };
}

async function register(app: TestApp, canaries: Canaries): Promise<Person> {
  const [email = '', firstName = '', lastName = '', agent = ''] = MARKS.map((mark) => canaries.word(mark));
  const body = { email: `${email}.${process.pid}@example.com`, password: PASSWORD, firstName, lastName };
  const answer = await app.call<{ user: { id: string }; accessToken: string }>('POST', '/v1/auth/register', {
    body,
    headers: { 'user-agent': agent },
  });
  const who = { id: expectStatus(answer, 201).user.id, email: body.email, token: answer.body.accessToken };
  // Letters and invitations to an address are theirs from then on.
  await app.sql('UPDATE users SET email_verified_at = created_at WHERE id = $1', [who.id]);
  const told = {
    bio: `I sing, says ${canaries.word('bio')}.`,
    languages: ['cy'],
    timeZone: 'Asia/Kathmandu',
    currency: 'NPR',
  };
  expectStatus(
    await app.call('PATCH', '/v1/users/me', { token: who.token, headers: { 'if-match': '*' }, body: told }),
    200,
  );
  expectStatus(await sendPhoto(app, who, await phonePhoto()), 200);
  return who;
}

async function placeOf(app: TestApp, who: Person, canaries: Canaries): Promise<string> {
  const property = await place(app, who, {
    title: `House of ${canaries.word('title')}`,
    description: `Built by ${canaries.word('description')}.`,
    address: {
      line1: `${canaries.word('line1')} Street 1`,
      city: 'Albany',
      region: 'New York',
      postalCode: canaries.word('postalCode').slice(0, 20),
      country: 'US',
    },
  });
  const block = { from: ahead(40), to: ahead(41), note: `${canaries.word('note')} visits` };
  expectStatus(await app.post(`/v1/properties/${property}/blocks`, block, who.token), 201);
  const invitation = { email: `friend.${randomUUID()}@example.com`, permissions: ['calendar'] };
  expectStatus(await app.post(`/v1/properties/${property}/co-hosts`, invitation, who.token), 201);
  return property;
}

/** What they keep of places that they might stay at. */
async function keepForLater(app: TestApp, who: Person, canaries: Canaries, { hostPlace }: Others): Promise<void> {
  const { token } = who;
  const list = { name: `With ${canaries.word('wishList')}` };
  const { id } = expectStatus(await app.post<{ id: string }>('/v1/wish-lists', list, token), 201);
  const search = { name: `By ${canaries.word('searchName')}`, search: { place: canaries.word('searchPlace') } };
  expectStatus(await app.post('/v1/saved-searches', search, token), 201);
  const body = { note: `${canaries.word('wishNote')} would like it` };
  expectStatus(await app.call('PUT', `/v1/wish-lists/${id}/properties/${hostPlace}`, { token, body }), 200);
}

async function companyOf(app: TestApp, who: Person, canaries: Canaries): Promise<string> {
  const founded = { name: `Works of ${canaries.word('company')}`, slug: `by-${canaries.word('slug')}`.slice(0, 40) };
  const { id } = expectStatus(await app.post<{ id: string }>('/v1/organisations', founded, who.token), 201);
  const key = { name: `of ${canaries.word('keyName')}`, scopes: ['calendar:read'], allowedNetworks: ['192.0.2.0/24'] };
  const made = expectStatus(await app.post<{ id: string }>(`/v1/organisations/${id}/keys`, key, who.token), 201);
  expectStatus(await app.call('DELETE', `/v1/organisations/${id}/keys/${made.id}`, { token: who.token }), 204);
  return id;
}

/** What others, and ways to sign in, know of them. */
async function knownElsewhere(
  app: TestApp,
  who: Person,
  canaries: Canaries,
  { host, hostPlace }: Others,
): Promise<void> {
  const invitation = { email: who.email, permissions: ['listing'] };
  expectStatus(await app.post(`/v1/properties/${hostPlace}/co-hosts`, invitation, host.token, newKey()), 201);
  await app.post('/v1/auth/login', { email: who.email, password: 'not the password of anybody' });
  const wanted = { email: `${canaries.word('newEmail')}@example.com`, password: PASSWORD };
  expectStatus(await app.post('/v1/users/me/email', wanted, who.token), 202);
  await app.sql(
    `INSERT INTO identities (id, user_id, provider, issuer, subject, email, created_at)
     VALUES (gen_random_uuid(), $1, 'elsewhere', 'https://id.example.com', $2, $3, now())`,
    [who.id, canaries.word('subject'), `${canaries.word('identityEmail')}@example.com`],
  );
  const staff = await person(app, 'Sylvia');
  await app.sql(
    `INSERT INTO account_looks (id, user_id, looked_by, reason, created_at, expires_at)
     VALUES (gen_random_uuid(), $1, $2, $3, now(), now())`,
    [who.id, staff.id, `asked by ${canaries.word('lookReason')}`],
  );
  await app.sql(
    `INSERT INTO suspensions (id, user_id, suspended_by, reason, suspended_at, restored_by, restore_reason, restored_at)
     VALUES (gen_random_uuid(), $1, $2, $3, now(), $2, $4, now())`,
    [who.id, staff.id, `it was ${canaries.word('suspended')}`, `it was not ${canaries.word('restored')}`],
  );
}
