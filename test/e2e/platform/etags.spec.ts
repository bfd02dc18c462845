import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { DAY_MS } from '#dates';
import { bookingWhen, confirmedBooking, expectStatus, place, quote, TEST_START, type Route } from '#testing';
import { grant } from '../support/grants.js';
import { openMarket } from '../support/market.js';
import { apiKey, grantTo, organisation } from '../support/partners.js';
import { phonePhoto, sendPhoto } from '../support/photos.js';

const { app, host, guest } = await openMarket();

/** What a path names last, or one's own account. */
const isOfOne = ({ method, path }: Route): boolean => method === 'GET' && /(\}|\/me)$/.test(path);

describe('every resource that is read by itself', () => {
  const ids: Record<string, string> = {};
  const date = (days: number): string => new Date(TEST_START.getTime() + days * DAY_MS).toISOString().slice(0, 10);
  const routes = app.contract.routes.filter(isOfOne);
  const pathOf = ({ path }: Route): string =>
    path.replaceAll(/(\w+)\/\{\w+\}/g, (_all, name: string) => `${name}/${ids[name]}`);

  beforeAll(async () => {
    const propertyId = await place(app, host);
    const { id } = await confirmedBooking(app, guest, { propertyId, checkIn: date(3), checkOut: date(5) });
    await app.advance('P7D');
    await bookingWhen(app, guest, id, 'completed');
    const made = async (path: string, body: object, token: string): Promise<string> =>
      expectStatus(await app.post<{ id: string }>(path, body, token), 201).id;
    const stay = { propertyId, checkIn: date(40), checkOut: date(42) };
    Object.assign(ids, {
      properties: propertyId,
      bookings: id,
      users: guest.id,
      blocks: await made(`/v1/properties/${propertyId}/blocks`, { from: date(60), to: date(62) }, host.token),
      reviews: await made(`/v1/bookings/${id}/reviews`, { rating: 5, comment: 'Good.' }, guest.token),
      quotes: await quote(app, guest, stay),
      hosts: guest.id,
    });
    await grant(app, { host, holder: guest, property: propertyId, permissions: ['calendar'] });
    const partner = await organisation(app, host);
    ids.organisations = partner.id;
    const { photoUrl = '' } = expectStatus(await sendPhoto(app, guest, await phonePhoto()), 200);
    ids.photos = photoUrl.split('/').at(-1) ?? '';
    ids.keys = (await apiKey(app, host, partner)).id;
    ids.exports = randomUUID();
    await app.sql(`INSERT INTO data_exports (id, user_id, status, created_at) VALUES ($1, $2, 'failed', now())`, [
      ids.exports,
      guest.id,
    ]);
    ids.searches = await made('/v1/saved-searches', { name: 'Hills', search: {} }, guest.token);
    ids.lists = await made('/v1/wish-lists', { name: 'Later' }, guest.token);
    const link = await app.post<{ token: string }>(`/v1/wish-lists/${ids.lists}/share`, undefined, guest.token);
    ids.shared = expectStatus(link, 201).token;
    ids.grants = (await grantTo(app, host, partner, ['calendar'])).id;
  });

  const readAll = async (
    headersOf: (route: Route) => Record<string, string>,
  ): Promise<[string, number, string | null][]> => {
    const answers: [string, number, string | null][] = [];
    for (const route of routes) {
      const token = /blocks|co-hosts|organisations|grants/.test(route.path) ? host.token : guest.token;
      const answer = await app.call('GET', pathOf(route), { token, headers: headersOf(route) });
      answers.push([route.operationId, answer.status, answer.headers.get('etag')]);
    }
    return answers;
  };

  it('has a strong ETag, and is not sent again to who names it', async () => {
    const first = await readAll(() => ({}));
    const strong = expect.stringMatching(/^"[^"]+"$/);
    expect(first).toEqual(routes.map(({ operationId }) => [operationId, 200, strong]));
    const tags = new Map(first.map(([operationId, , tag]) => [operationId, tag ?? 'none']));
    const again = await readAll(({ operationId }) => ({ 'if-none-match': tags.get(operationId) ?? 'none' }));
    expect(again).toEqual(first.map(([operationId, , tag]) => [operationId, 304, tag]));
    expect(first.length).toBeGreaterThanOrEqual(7);
  });

  it('says so in the OpenAPI document', () => {
    const silent = routes.filter(
      ({ responses, parameters = [] }) =>
        !responses[200]?.headers?.ETag ||
        !responses[304]?.headers?.ETag ||
        !parameters.some(({ name }) => name === 'If-None-Match'),
    );
    expect(silent.map(({ operationId }) => operationId)).toEqual([]);
  });

  it('has another ETag once something else is told of it', async () => {
    const tag = async () => (await app.get(`/v1/users/${guest.id}`)).headers.get('etag');
    const before = await tag();
    expect(await tag()).toBe(before);
    const headers = { 'if-match': '*' };
    await app.call('PATCH', '/v1/users/me', { token: guest.token, headers, body: { firstName: 'Another' } });
    expect(await tag()).not.toBe(before);
  });
});
