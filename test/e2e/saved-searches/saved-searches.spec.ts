import { describe, expect, it } from '@jest/globals';
import { MailedLinks } from '#auth';
import { expectStatus, person, place, testConfig, type Person, type ProblemAnswer } from '#testing';
import { ahead } from '../support/dates-ahead.js';
import { readLetters } from '../support/letters.js';
import { openMarket } from '../support/market.js';

interface Saved {
  id: string;
  name: string;
  search: { place?: string; amenities?: string[]; checkIn?: string };
  alerts: string;
  ended: boolean;
  version: number;
}

const { app, host } = await openMarket();
let places = 0;

/** A town of its own for each test, so that none finds another's places. */
const town = (): string => {
  places += 1;
  return `Town${'abcdefghijklmnopqrstuvwxyz'.charAt(places)}`;
};
const offer = (city: string, changes: object = {}) =>
  place(app, host, {
    title: `House in ${city}`,
    address: { line1: '1 Street', city, region: 'New York', postalCode: '12207', country: 'US' },
    ...changes,
  });
const keep = (by: Person, body: object) => app.post<Saved & ProblemAnswer>('/v1/saved-searches', body, by.token);
const kept = async (by: Person, search: object, alerts = 'daily'): Promise<Saved> =>
  expectStatus(await keep(by, { name: 'My search', search, alerts }), 201);
const at = ({ id }: Pick<Saved, 'id'>) => `/v1/saved-searches/${id}`;
const read = async (of: Saved, by: Person): Promise<Saved> => expectStatus(await app.get<Saved>(at(of), by.token), 200);
const patch = (of: Saved, by: Person, body: object, tag = '*') =>
  app.call<Saved & ProblemAnswer>('PATCH', at(of), { token: by.token, body, headers: { 'if-match': tag } });
const alertsTo = async (reader: Person): Promise<{ subject: string; text: string }[]> =>
  (await readLetters(app, reader)).filter(({ subject }) => /new place/.test(subject));
/** Has what is due be looked at: sweeps are run to their end whenever the clock is moved. */
const look = (duration = 'PT1S') => app.advance(duration);
/** A minute more than a period. */
const NEXT = { daily: 'PT24H1M', instant: 'PT1H1M' };
/** Tokens go out of date as days go by. */
const signedIn = async (who: Person): Promise<Person> => {
  const body = { email: who.email, password: 'two owls in a hollow oak 7' };
  return {
    ...who,
    token: expectStatus(await app.post<{ accessToken: string }>('/v1/auth/login', body), 200).accessToken,
  };
};

describe('a saved search', () => {
  it('is kept as it was asked for, and finds what the search finds', async () => {
    const [guest, city] = [await person(app, 'Gus'), town()];
    const id = await offer(city);
    const search = {
      place: city,
      guests: 2,
      amenities: ['wifi'],
      checkIn: ahead(1),
      checkOut: ahead(3),
      sort: 'price',
    };
    const saved = await kept(guest, search, 'none');
    expect(saved).toMatchObject({ name: 'My search', search, alerts: 'none', ended: false, version: 1 });
    interface Found {
      data: { property: { id: string }; total: { amount: number } }[];
      count: { value: number };
    }
    const found = expectStatus(await app.get<Found>(`${at(saved)}/results`, guest.token), 200);
    const asked = new URLSearchParams({ ...search, guests: '2', amenities: 'wifi' });
    const directly = expectStatus(await app.get<Found>(`/v1/search?${asked.toString()}`), 200);
    expect(found).toEqual(directly);
    expect(found.data.map(({ property }) => property.id)).toEqual([id]);
    const query = `query ($id: ID!) { savedSearch(id: $id) { search { place sort } }
      savedSearchResults(savedSearchId: $id) { totalCount { value } nodes { property { id } } } }`;
    expect((await app.graphql(query, { id: saved.id }, guest.token)).data).toEqual({
      savedSearch: { search: { place: city, sort: 'price' } },
      savedSearchResults: { totalCount: { value: 1 }, nodes: [{ property: { id } }] },
    });
  });

  it.each([
    [{ name: 'x' }, ['/search']],
    [{ search: {} }, ['/name']],
    [{ name: 'x', search: { guests: 0, cursor: 'x' } }, ['/search/cursor', '/search/guests']],
    [{ name: 'x', search: { checkIn: ahead(1) }, alerts: 'hourly' }, ['/alerts', '/search/checkOut']],
    [{ name: 'x', search: { bbox: [1, 2, 3] } }, ['/search/bbox']],
  ])('is not made of %j', async (body, pointers) => {
    const guest = await person(app, 'Gus');
    const answer = await keep(guest, body);
    expect([answer.status, [...new Set(answer.body.errors?.map(({ pointer }) => pointer))].sort()]).toEqual([
      400,
      pointers,
    ]);
  });

  it('is changed in the version that was read, and deleted', async () => {
    const guest = await person(app, 'Gus');
    const saved = await kept(guest, { place: 'Nowhere' });
    expect((await patch(saved, guest, { name: 'Late' }, '"7"')).status).toBe(412);
    expect(expectStatus(await patch(saved, guest, { name: 'Hills', search: { guests: 3 } }, '"1"'), 200)).toMatchObject(
      {
        name: 'Hills',
        search: { guests: 3 },
        alerts: 'daily',
      },
    );
    expect((await app.call('DELETE', at(saved), { token: guest.token })).status).toBe(204);
    expect((await app.get(at(saved), guest.token)).status).toBe(404);
  });

  it('is one of fifty, and of no more, whoever comes at the same time', async () => {
    const guest = await person(app, 'Gus');
    await app.sql(
      `INSERT INTO saved_searches (id, user_id, name, search, alerts, created_at, updated_at)
       SELECT gen_random_uuid(), $1, 'One', '{}', 'none', now(), now() FROM generate_series(1, 48)`,
      [guest.id],
    );
    const answers = await Promise.all([1, 2, 3, 4].map(() => keep(guest, { name: 'More', search: {} })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('too_many_saved_searches');
  });

  it('is nobody else’s: to a stranger it is not there', async () => {
    const [guest, stranger] = [await person(app, 'Gus'), await person(app, 'Eve')];
    const saved = await kept(guest, {});
    const tries = [
      app.get(at(saved), stranger.token),
      app.get(`${at(saved)}/results`, stranger.token),
      patch(saved, stranger, { name: 'Mine' }),
      app.call('DELETE', at(saved), { token: stranger.token }),
    ];
    expect((await Promise.all(tries)).map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });
});

describe('alerts of a saved search', () => {
  it('tell once of what is new since, in one letter, and not when nothing is', async () => {
    const [guest, city] = [await person(app, 'Ada'), town()];
    await offer(city, { title: 'Old mill' });
    await kept(guest, { place: city });
    await look();
    await look(NEXT.daily);
    expect(await alertsTo(guest)).toEqual([]);
    await offer(city, { title: 'New barn' });
    await offer(city, { title: 'New tower' });
    await look('PT2H');
    expect(await alertsTo(guest)).toEqual([]);
    await look(NEXT.daily);
    const letters = await alertsTo(guest);
    expect(letters.map(({ subject }) => subject)).toEqual(['2 new places: My search']);
    expect(letters[0]?.text).toMatch(/New (barn|tower)[\s\S]*New (barn|tower)/);
    expect(letters[0]?.text).not.toContain('Old mill');
    await look(NEXT.daily);
    expect(await alertsTo(guest)).toHaveLength(1);
  });

  it('tell of a place that can be booked then only now', async () => {
    const [guest, city] = [await person(app, 'Ada'), town()];
    const id = await offer(city);
    const block = { from: ahead(20), to: ahead(22) };
    const owner = await signedIn(host);
    const made = await app.post<{ id: string }>(`/v1/properties/${id}/blocks`, block, owner.token);
    await kept(guest, { place: city, checkIn: ahead(20), checkOut: ahead(22) }, 'instant');
    await look();
    const path = `/v1/properties/${id}/blocks/${expectStatus(made, 201).id}`;
    expect((await app.call('DELETE', path, { token: owner.token })).status).toBe(204);
    await look(NEXT.instant);
    expect((await alertsTo(guest)).map(({ text }) => text.includes(' in all'))).toEqual([true]);
  });

  it('come once an hour at most where they are instant, whatever is set in between', async () => {
    const [guest, city] = [await person(app, 'Ada'), town()];
    const saved = await kept(guest, { place: city }, 'instant');
    await look();
    await offerBy(city);
    await look(NEXT.instant);
    expect(await alertsTo(guest)).toHaveLength(1);
    await offerBy(city);
    const later = await signedIn(guest);
    for (const alerts of ['daily', 'instant']) expectStatus(await patch(saved, later, { alerts }), 200);
    await look('PT30M');
    expect(await alertsTo(guest)).toHaveLength(1);
    await look('PT31M');
    expect(await alertsTo(guest)).toHaveLength(2);
  });

  it('end by the link in a letter, for one who is not signed in, and for good', async () => {
    const [guest, city] = [await person(app, 'Ada'), town()];
    const saved = await kept(guest, { place: city }, 'instant');
    await look();
    await offerBy(city);
    await look(NEXT.instant);
    const [letter] = await alertsTo(guest);
    const token = /end-alerts#token=(\S+)/.exec(letter?.text ?? '')?.[1];
    for (const again of [1, 2])
      expect([again, (await app.post('/v1/saved-searches/end-alerts', { token })).status]).toEqual([again, 204]);
    expect(await read(saved, await signedIn(guest))).toMatchObject({ alerts: 'none', ended: false });
    await offerBy(city);
    await look(NEXT.instant);
    expect(await alertsTo(guest)).toHaveLength(1);
    const links = new MailedLinks(testConfig(app.database.url));
    const foreign = links.linkTo('end_alerts', { id: saved.id, expiresAt: new Date('2100-01-01') }).split('=')[1];
    for (const wrong of [foreign, 'x', token?.slice(1)]) {
      const answer = await app.post<ProblemAnswer>('/v1/saved-searches/end-alerts', { token: wrong });
      expect([answer.status, answer.body.code]).toEqual([400, 'invalid_alerts_link']);
    }
  });

  it('end by themselves when the dates have passed', async () => {
    const guest = await person(app, 'Ada');
    const now = await app.sql<{ today: string }>(`SELECT application_date()::text AS today`);
    const today = new Date(`${now[0]?.today ?? ''}T12:00:00Z`);
    const date = (days: number) => new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10);
    const saved = await kept(guest, { checkIn: date(1), checkOut: date(2) });
    await look('P4D');
    expect(await read(saved, await signedIn(guest))).toMatchObject({ alerts: 'none', ended: true });
    const [row] = await app.sql('SELECT alerts, due_at FROM saved_searches WHERE id = $1', [saved.id]);
    expect(row).toEqual({ alerts: 'none', due_at: null });
  });

  it('do not come to a suspended account, and are gone with an erased one', async () => {
    const [guest, city] = [await person(app, 'Ada'), town()];
    const saved = await kept(guest, { place: city }, 'instant');
    await look();
    await offerBy(city);
    await app.sql('UPDATE users SET suspended_at = now() WHERE id = $1', [guest.id]);
    await look(NEXT.instant);
    expect(await alertsTo(guest)).toEqual([]);
    await app.sql('UPDATE users SET suspended_at = NULL WHERE id = $1', [guest.id]);
    await look(NEXT.instant);
    expect(await alertsTo(guest)).toHaveLength(1);
    await app.sql('DELETE FROM saved_searches WHERE id = $1', [saved.id]);
  });

  it('are looked at again when a process died over them, and told of once however many look', async () => {
    const [guest, city] = [await person(app, 'Ada'), town()];
    const saved = await kept(guest, { place: city }, 'instant');
    await look();
    await offerBy(city);
    // As one leaves it that took the search and died.
    await app.sql(`UPDATE saved_searches SET due_at = due_at + interval '5 minutes' WHERE id = $1`, [saved.id]);
    const other = await app.join();
    try {
      await look('PT1H10M');
      await Promise.all([look(), other.advance('PT1S')]);
    } finally {
      await other.stop();
    }
    expect(await alertsTo(guest)).toHaveLength(1);
  });

  async function offerBy(city: string): Promise<string> {
    const owner = await signedIn(host);
    const address = { line1: '1 Street', city, region: 'New York', postalCode: '12207', country: 'US' };
    return place(app, owner, { address });
  }
});
