import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  confirmedBooking,
  expectStatus,
  person,
  place,
  propertyBody,
  TestApp,
  type Answer,
  type Person,
  type ProblemAnswer,
} from '#testing';
import { expectInvariants } from '../support/whole.js';

interface Property {
  id: string;
  hostId: string;
  status: string;
  version: number;
  title: string;
  address: { line1?: string; city: string };
  location: { latitude: number; longitude: number };
  exactLocation: boolean;
  timeZone: string;
  pricing?: Record<string, unknown>;
  rules: Record<string, unknown>;
  publishedAt?: string;
}

type PropertyAnswer = Answer<Property & ProblemAnswer & { from?: string; to?: string }>;

const NOTHING = '01900000-0000-7000-8000-000000000000';

describe('properties', () => {
  let app: TestApp;
  let host: Person;
  let stranger: Person;

  const create = (body: object = propertyBody(), by = host): Promise<PropertyAnswer> =>
    app.post('/v1/properties', body, by.token);
  const draft = async (changes: object = {}): Promise<Property> =>
    expectStatus(await create(propertyBody(changes)), 201);
  const act = (id: string, action: string, by = host): Promise<PropertyAnswer> =>
    app.post(`/v1/properties/${id}/${action}`, undefined, by.token);
  const read = (id: string, by?: Person): Promise<PropertyAnswer> => app.get(`/v1/properties/${id}`, by?.token);
  const change = (id: string, version: number | undefined, body: unknown, by = host): Promise<PropertyAnswer> =>
    app.call('PATCH', `/v1/properties/${id}`, { token: by.token, body, headers: ifMatch(version) });
  const archive = (id: string, version: number | undefined, by = host): Promise<PropertyAnswer> =>
    app.call('DELETE', `/v1/properties/${id}`, { token: by.token, headers: ifMatch(version) });
  const codeOf = ({ status, body }: PropertyAnswer): string =>
    status < 400 ? String(status) : `${status} ${body.code}`;
  const pointersOf = ({ body }: PropertyAnswer): string[] | undefined => body.errors?.map(({ pointer }) => pointer);

  beforeAll(async () => {
    app = await TestApp.start();
    await app.moveTo('2055-01-01T12:00:00Z');
    [host, stranger] = [await person(app, 'Hanna'), await person(app, 'Sam')];
  });

  afterAll(() => app.stop());

  it('begin as drafts, with an address of their own and the rules that are usual', async () => {
    const answer = await create(propertyBody({ rules: undefined }));
    const property = expectStatus(answer, 201);
    expect(answer.headers.get('location')).toBe(`/v1/properties/${property.id}`);
    expect(answer.headers.get('etag')).toMatch(new RegExp(`^"${property.version}\\.`));
    expect(property).toMatchObject({
      hostId: host.id,
      status: 'draft',
      timeZone: 'America/New_York',
      rules: { bookingMode: 'instant', minNights: 1 },
    });
    expect((await read(property.id, host)).body).toEqual(property);
  });

  it('cannot be made without signing in', async () => {
    expect((await app.post('/v1/properties', propertyBody())).status).toBe(401);
  });

  it('go from draft to published, paused, published again, and archived', async () => {
    const { id } = await draft();
    const seen: string[] = [];
    for (const action of ['publish', 'pause', 'publish']) seen.push(expectStatus(await act(id, action), 200).status);
    const { version, publishedAt } = (await read(id)).body;
    expect(publishedAt).toMatch(/^20/);
    expect((await archive(id, version)).status).toBe(204);
    seen.push((await read(id, host)).body.status);
    expect(seen).toEqual(['published', 'paused', 'published', 'archived']);
    expect((await read(id, stranger)).status).toBe(404);
  });

  it.each([
    ['draft', [], ['pause']],
    ['published', ['publish'], ['publish']],
    ['paused', ['publish', 'pause'], ['pause']],
    ['archived', ['archive'], ['publish', 'pause', 'archive']],
  ])('refuse what does not follow %s, naming both states', async (status, before, refused) => {
    const { id } = await draft();
    const perform = async (action: string): Promise<PropertyAnswer> =>
      action === 'archive' ? archive(id, (await read(id, host)).body.version) : act(id, action);
    for (const action of before) await perform(action);
    for (const action of refused) {
      const answer = await perform(action);
      expect(codeOf(answer)).toBe('409 illegal_transition');
      expect(answer.body.from).toBe(status);
    }
    expect((await read(id, host)).body.status).toBe(status);
  });

  it('are not published before everything is there, and all that is missing is named', async () => {
    const bare = { title: 'Flat', description: '', pricing: undefined, location: { latitude: 0, longitude: 0 } };
    const { id, version } = await draft({
      ...bare,
      capacity: { guests: 2, bedrooms: 0, beds: 0, bathrooms: 0 },
      address: { city: 'Albany', country: 'US' },
    });
    const answer = await act(id, 'publish');
    expect(codeOf(answer)).toBe('422 not_publishable');
    expect(pointersOf(answer)?.sort()).toEqual([
      '/address/line1',
      '/capacity/beds',
      '/description',
      '/location',
      '/pricing/nightly',
      '/title',
    ]);
    expect((await read(id, host)).body).toMatchObject({ status: 'draft', version });
  });

  it('stay fit to be seen while they are published', async () => {
    const id = await place(app, host);
    const { version } = (await read(id, host)).body;
    const answer = await change(id, version, { description: '', capacity: { beds: 0 } });
    expect(codeOf(answer)).toBe('422 not_publishable');
    expect(pointersOf(answer)).toEqual(['/description', '/capacity/beds']);
    expect((await read(id, host)).body.version).toBe(version);
  });

  it('are changed in what is given, and keep the rest', async () => {
    const before = await draft({
      pricing: { nightly: usd(10_000), weekendNightly: usd(12_000), cleaningFee: usd(3000) },
    });
    const body = {
      title: 'Renamed flat',
      address: { city: 'Troy' },
      pricing: { cleaningFee: usd(4000), weekendNightly: null },
      rules: { minNights: 3 },
    };
    const after = expectStatus(await change(before.id, before.version, body), 200);
    expect(after.version).toBe(before.version + 1);
    expect(after.address).toEqual({ ...before.address, city: 'Troy' });
    expect(after.rules).toEqual({ ...before.rules, minNights: 3 });
    const { weekendNightly, ...prices } = before.pricing ?? {};
    expect(weekendNightly).toEqual(usd(12_000));
    expect(after.pricing).toEqual({ ...prices, cleaningFee: usd(4000) });
    expect((await read(before.id, host)).body).toEqual(after);
  });

  it('have the zone of the place that they are moved to', async () => {
    const { id, version } = await draft();
    const moved = await change(id, version, { location: { latitude: -16.9, longitude: 179.95 } });
    expect(expectStatus(moved, 200).timeZone).toBe('Pacific/Fiji');
  });

  it('are changed and archived only in the version that was read', async () => {
    const { id, version } = await draft();
    expect(codeOf(await change(id, undefined, { title: 'No version' }))).toBe('428 precondition_required');
    expect(codeOf(await change(id, version + 1, { title: 'Of tomorrow' }))).toBe('412 precondition_failed');
    expect(codeOf(await archive(id, undefined))).toBe('428 precondition_required');
    expect(codeOf(await archive(id, version + 1))).toBe('412 precondition_failed');
    const answers = await Promise.all(['One', 'Two', 'Three'].map((title) => change(id, version, { title })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
  });

  it('keep the currency in which they were published', async () => {
    const id = await place(app, host);
    const { version } = (await read(id, host)).body;
    expect(codeOf(await change(id, version, { pricing: { nightly: { amount: 90, currency: 'EUR' } } }))).toBe(
      '422 currency_fixed',
    );
    const open = await draft();
    const inYen = await change(open.id, open.version, { pricing: { nightly: { amount: 9000, currency: 'JPY' } } });
    expect(expectStatus(inYen, 200).pricing?.nightly).toEqual({ amount: 9000, currency: 'JPY' });
  });

  it('have prices in one currency, and a minimum of nights that is not above the maximum', async () => {
    const mixed = await create(
      propertyBody({ pricing: { nightly: usd(100), cleaningFee: { amount: 1, currency: 'EUR' } } }),
    );
    expect([codeOf(mixed), pointersOf(mixed)]).toEqual(['400 invalid_input', ['/pricing/cleaningFee/currency']]);
    const { id, version } = await draft({ rules: { minNights: 3 } });
    const answer = await change(id, version, { rules: { maxNights: 2 } });
    expect([codeOf(answer), pointersOf(answer)]).toEqual(['400 invalid_input', ['/rules/maxNights']]);
  });

  it('are not changed any more once they are archived', async () => {
    const { id, version } = await draft();
    expectStatus(await archive(id, version), 204);
    expect(codeOf(await change(id, version + 1, { title: 'Back again' }))).toBe('409 property_archived');
  });

  it('are not archived while guests are to come', async () => {
    const id = await place(app, host);
    await confirmedBooking(app, stranger, { propertyId: id, checkIn: '2055-03-01', checkOut: '2055-03-03' });
    const { version } = (await read(id, host)).body;
    const answer = await archive(id, version);
    expect(codeOf(answer)).toBe('409 property_has_bookings');
    expect(answer.body).toMatchObject({ firstBookedNight: '2055-03-01' });
  });

  it('are nobody else’s to see, change, publish, pause or archive while they are drafts', async () => {
    const { id, version } = await draft();
    const answers = [
      await read(id),
      await read(id, stranger),
      await change(id, version, { title: 'Stolen' }, stranger),
    ];
    answers.push(
      await act(id, 'publish', stranger),
      await act(id, 'pause', stranger),
      await archive(id, version, stranger),
    );
    expect(answers.map(codeOf)).toEqual(Array(6).fill('404 not_found'));
    const absent = await change(NOTHING, 1, { title: 'Nothing' }, stranger);
    expect(absent.body).toEqual(answers[2]?.body);
  });

  it('tell others neither the street nor the exact place', async () => {
    const id = await place(app, host, { location: { latitude: 42.652_649, longitude: -73.756_251 } });
    const [own, other] = [(await read(id, host)).body, (await read(id)).body];
    expect(own).toMatchObject({
      exactLocation: true,
      location: { latitude: 42.652_649 },
      address: { line1: '1 State Street' },
    });
    expect(other).toMatchObject({ exactLocation: false, location: { latitude: 42.653, longitude: -73.756 } });
    expect(other.address).not.toHaveProperty('line1');
    expect((await read(id, stranger)).body).toEqual(other);
  });

  it.each([
    'id',
    'hostId',
    'status',
    'version',
    'publishedAt',
    'createdAt',
    'ratingSum',
    'importedRatings',
    'externalRef',
    'timeZone',
    'slug',
  ])('do not let anyone set %s', async (field) => {
    const made = await create({ ...propertyBody(), [field]: stranger.id });
    expect([made.status, pointersOf(made)]).toEqual([400, [`/${field}`]]);
    const { id, version } = await draft();
    const changed = await change(id, version, { [field]: 'published' });
    expect([changed.status, pointersOf(changed)]).toEqual([400, [`/${field}`]]);
  });

  it('are listed to their host a page at a time, each once, the newest first', async () => {
    const owner = await person(app, 'Paula');
    const made: string[] = [];
    for (let count = 0; count < 45; count++) made.push(expectStatus(await create(propertyBody(), owner), 201).id);
    const pages: string[][] = [];
    let cursor = '';
    do {
      const path = `/v1/properties?mine=true&limit=20${cursor && `&cursor=${cursor}`}`;
      const page = expectStatus(await app.get<{ data: Property[]; nextCursor: string | null }>(path, owner.token), 200);
      pages.push(page.data.map(({ id }) => id));
      cursor = page.nextCursor ?? '';
      // What is made meanwhile is newer: the pages to come do not shift.
      if (cursor) await create(propertyBody(), owner);
    } while (cursor);
    expect(pages.map((page) => page.length)).toEqual([20, 20, 5]);
    expect(pages.flat()).toEqual(made.reverse());
  });

  it('are listed only as one’s own', async () => {
    expect((await app.get('/v1/properties', host.token)).status).toBe(400);
    expect((await app.get('/v1/properties?mine=false', host.token)).status).toBe(400);
    expect((await app.get('/v1/properties?mine=true')).status).toBe(401);
    const none = await person(app, 'Nora');
    expect((await app.get('/v1/properties?mine=true', none.token)).body).toEqual({ data: [], nextCursor: null });
  });

  it('keep every invariant', () => expectInvariants(app));
});

function ifMatch(version: number | undefined): Record<string, string> {
  return version === undefined ? {} : { 'if-match': `"${version}"` };
}

function usd(amount: number): { amount: number; currency: string } {
  return { amount, currency: 'USD' };
}
