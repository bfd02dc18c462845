import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  confirmedBooking,
  expectStatus,
  person,
  place,
  quote,
  TestApp,
  type Answer,
  type Person,
  type ProblemAnswer,
  type Route,
  newKey,
  PASSWORD,
} from '#testing';
import { ahead } from '../support/dates-ahead.js';
import { grant } from '../support/grants.js';
import { apiKey, organisation } from '../support/partners.js';
import { seeded } from '../support/random.js';
import { expectInvariants } from '../support/whole.js';
import { attempts, bodySchema, type Attempt, type Base } from '../support/wrong-requests.js';

/** What is read here of a list of sessions. */
interface SessionPage {
  data: { id: string; current: boolean }[];
}

/** Of all that can be made of it, each operation gets so many. */
const ATTEMPTS = 40;
const AT_ONCE = 4;
const SEED = 41;

/** What a client whose access token has expired has to be able to do, and what has no use for one. */
const TAKES_ANY_TOKEN = new Set([
  'completeLogin',
  'createClientToken',
  'confirmEmailChange',
  'createPasskeyLoginOptions',
  'createProviderLoginAttempt',
  'endAlerts',
  'listLoginProviders',
  'loginWithProvider',
  'getLiveness',
  'getReadiness',
  'login',
  'loginWithPasskey',
  'receiveStripeEvent',
  'refresh',
  'register',
  'requestEmailVerification',
  'requestPasswordReset',
  'resetPassword',
  'verifyEmail',
]);

/** What is for staff is refused to all others, whatever they name. */
const STAFF = new Set(['createLook', 'getAccount', 'restoreAccount', 'suspendAccount', 'updateRoles']);

describe('every operation of the OpenAPI document', () => {
  let app: TestApp;
  let host: Person;
  let guest: Person;
  let routes: readonly Route[];
  const ids: Record<string, string> = {};
  let partner = '';

  beforeAll(async () => {
    app = await TestApp.start();
    ({ routes } = app.contract);
    [host, guest] = [await person(app, 'Hanna'), await person(app, 'Gil')];
    const propertyId = await place(app, host);
    const stay = { propertyId, checkIn: ahead(-91), checkOut: ahead(-90) };
    const booking = await confirmedBooking(app, guest, { propertyId, checkIn: ahead(1), checkOut: ahead(3) });
    const block = await app.post<{ id: string }>(
      `/v1/properties/${propertyId}/blocks`,
      { from: ahead(20), to: ahead(21) },
      host.token,
    );
    Object.assign(ids, {
      properties: propertyId,
      bookings: booking.id,
      users: host.id,
      blocks: expectStatus(block, 201).id,
      sessions: await otherSession(host),
    });
    ids.quotes = await quote(app, guest, { ...stay, checkIn: ahead(5), checkOut: ahead(7) });
    ids.reviews = propertyId;
    const invitation = await app.post<{ id: string }>(
      `/v1/properties/${propertyId}/co-hosts`,
      { email: 'cora@example.com', permissions: ['listing'] },
      host.token,
    );
    ids.invitations = expectStatus(invitation, 201).id;
    ids.hosts = guest.id;
    await grant(app, { host, holder: guest, property: propertyId, permissions: ['calendar'] });
    ids.passkeys = propertyId;
    ids.photos = propertyId;
    const { id: organisations, slug } = await organisation(app, host);
    partner = slug;
    const granted = { organisationSlug: slug, permissions: ['bookings'], propertyId };
    const { id: grants } = expectStatus(
      await app.post<{ id: string }>('/v1/users/me/grants', granted, host.token),
      201,
    );
    const { id: keys } = await apiKey(app, host, { id: organisations });
    ids.exports = expectStatus(await app.post<{ id: string }>('/v1/users/me/exports', undefined, host.token), 202).id;
    ids.consents = propertyId;
    const kept = { name: 'Hills', search: {} };
    const saved = await app.post<{ id: string }>('/v1/saved-searches', kept, guest.token);
    ids.searches = expectStatus(saved, 201).id;
    const list = await app.post<{ id: string }>('/v1/wish-lists', { name: 'Later' }, guest.token);
    ids.lists = expectStatus(list, 201).id;
    const link = await app.post<{ token: string }>(`/v1/wish-lists/${ids.lists}/share`, undefined, guest.token);
    ids.shared = expectStatus(link, 201).token;
    Object.assign(ids, { organisations, keys, grants, members: host.id, identities: propertyId });
  });

  afterAll(() => app.stop());

  /** Somebody signs in once more, and leaves it there. */
  async function otherSession({ email, token }: Person): Promise<string> {
    expectStatus(await app.post('/v1/auth/login', { email, password: PASSWORD }), 200);
    const { data } = expectStatus(await app.get<SessionPage>('/v1/users/me/sessions', token), 200);
    const [latest] = data.filter(({ current }) => !current);
    return latest?.id ?? '';
  }

  const isPublic = ({ security = [] }: Route): boolean => security.some((way) => Object.keys(way).length === 0);
  const personFor = (route: Route): Person =>
    /^\/v1\/(properties|users|organisations|grants)/.test(route.path) ? host : guest;

  /** The operation's own example, for things that there are. */
  function baseOf(route: Route): Base {
    const path = route.path.replaceAll(/(\w+)\/\{\w+\}/g, (_whole, list: string) => `${list}/${ids[list]}`);
    const example = exampleOf(route);
    const body = example === undefined ? undefined : (JSON.parse(JSON.stringify(example)) as Record<string, unknown>);
    if (body && 'propertyId' in body) body.propertyId = ids.properties;
    if (body && 'quoteId' in body) body.quoteId = ids.quotes;
    if (body && 'organisationSlug' in body) body.organisationSlug = partner;
    const needsVersion = route.parameters?.some(({ name }) => name === 'If-Match');
    return { path, headers: needsVersion ? { 'if-match': '"1"' } : {}, body };
  }

  /** Why the answer to an attempt is not the one that it should get. */
  async function complaint(route: Route, attempt: Attempt): Promise<string | undefined> {
    const { path, headers, raw } = attempt;
    const options = { headers: { authorization: `Bearer ${personFor(route).token}`, ...newKey(), ...headers }, raw };
    const answer = await app.call<ProblemAnswer>(route.method, path, options).catch((error: unknown) => String(error));
    const where = `${route.operationId}, ${attempt.name}`;
    if (typeof answer === 'string') return `${where}: ${answer}`;
    if (answer.status >= 500) return `${where}: ${answer.status}`;
    const schema = bodySchema(route);
    const fault = schema && 'body' in attempt ? app.contract.faults(schema, attempt.body) : undefined;
    const wrong = attempt.wrong === true || fault !== undefined;
    if (wrong && answer.status < 400) return `${where}: ${answer.status}, although ${fault ?? 'it is wrong'}`;
    return answer.status >= 400 && !isRefusal(route, answer) ? `${where}: no problem document` : undefined;
  }

  it('refuses what is wrong, never breaks, and answers as the document says', async () => {
    const random = seeded(SEED);
    const complaints: string[] = [];
    const counts: number[] = [];
    for (const route of routes) {
      const chosen = shuffled(attempts(route, baseOf(route)), random).slice(0, ATTEMPTS);
      counts.push(chosen.length);
      for (let next = 0; next < chosen.length; next += AT_ONCE) {
        const said = await Promise.all(chosen.slice(next, next + AT_ONCE).map((attempt) => complaint(route, attempt)));
        complaints.push(...said.filter((each) => each !== undefined));
      }
    }
    expect(complaints).toEqual([]);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(30);
  });

  it('is for those with a token, unless it says that it is for everyone', async () => {
    const wrong: string[] = [];
    for (const route of routes) {
      const { path, headers, body } = baseOf(route);
      const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
      const options = { headers: { ...headers, ...type }, raw: body === undefined ? undefined : JSON.stringify(body) };
      for (const authorization of [undefined, 'Bearer none', `Basic ${host.token}`]) {
        const sent = { ...options, headers: { ...options.headers, ...(authorization && { authorization }) } };
        const { status, body: problem } = await app.call<ProblemAnswer>(route.method, path, sent);
        const refused = status === 401 && problem.code === 'unauthenticated';
        const isAllowed =
          isPublic(route) && (authorization !== 'Bearer none' || TAKES_ANY_TOKEN.has(route.operationId));
        if (refused === isAllowed) wrong.push(`${route.operationId} ${authorization}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('tells a stranger nothing of what is another’s, and nothing of whether it is there', async () => {
    const stranger = await person(app, 'Sam');
    const told: string[] = [];
    const own = routes.filter((route) => route.path.includes('{') && !isPublic(route));
    for (const route of own) {
      const { path, headers, body } = baseOf(route);
      const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
      const options = () => ({
        token: stranger.token,
        headers: { ...headers, ...type, ...newKey() },
        raw: body === undefined ? undefined : JSON.stringify(body),
      });
      const theirs = await app.call(route.method, path, options());
      const nothing = await app.call(
        route.method,
        path.replaceAll(/[0-9a-f-]{36}/g, '01900000-0000-7000-8000-000000000000'),
        options(),
      );
      if (theirs.status === 403 && STAFF.has(route.operationId)) continue;
      if (theirs.status !== 404 || JSON.stringify(theirs.body) !== JSON.stringify(nothing.body))
        told.push(`${route.operationId}: ${theirs.status}`);
    }
    expect(told).toEqual([]);
    expect(own.length).toBeGreaterThanOrEqual(15);
  });

  it('keep every invariant', () => expectInvariants(app));
});

/** A problem document; OAuth has a shape of its own. */
function isRefusal({ operationId }: Route, { headers, body }: Answer<ProblemAnswer>): boolean {
  if (operationId === 'createClientToken' && 'error' in body) return true;
  return headers.get('content-type')?.startsWith('application/problem+json') === true && Boolean(body.code);
}

function exampleOf({ requestBody }: Route): unknown {
  const content = requestBody?.content['application/json'];
  return content?.example ?? Object.values(content?.examples ?? {})[0]?.value;
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
