import { describe, expect, it } from '@jest/globals';
import { expectStatus, person, place, propertyBody, type Person, type ProblemAnswer } from '#testing';
import { ahead } from '../support/dates-ahead.js';
import { openMarket } from '../support/market.js';

interface List {
  id: string;
  name: string;
  checkIn: string | null;
  guests: number;
  places: number;
  shared: boolean;
  version: number;
}
interface Place {
  propertyId: string;
  published: boolean;
  property?: { id: string; title: string };
  nightly?: { amount: number };
  bookable?: boolean;
  total?: { amount: number; currency: string };
  note?: string;
}

const { app, host, guest } = await openMarket();
const stranger = await person(app, 'Eve');
const DATES = { checkIn: ahead(0), checkOut: ahead(4) };
let names = 0;

const create = (body: object, by: Person = guest) => app.post<List & ProblemAnswer>('/v1/wish-lists', body, by.token);
const list = async (changes: object = {}, by: Person = guest): Promise<List> => {
  names += 1;
  return expectStatus(await create({ name: `List ${names}`, ...changes }, by), 201);
};
const at = ({ id }: Pick<List, 'id'>, propertyId?: string) =>
  `/v1/wish-lists/${id}${propertyId === undefined ? '' : `/properties/${propertyId}`}`;
const save = (to: List, propertyId: string, body: object = {}, by: Person = guest) =>
  app.call<Place & ProblemAnswer>('PUT', at(to, propertyId), { token: by.token, body });
const remove = (path: string, by: Person = guest) => app.call<ProblemAnswer>('DELETE', path, { token: by.token });
const read = async (of: Pick<List, 'id'>): Promise<List> => expectStatus(await app.get<List>(at(of), guest.token), 200);
const placesOf = async (of: List): Promise<Place[]> =>
  expectStatus(await app.get<{ data: Place[] }>(`${at(of)}/properties`, guest.token), 200).data;
const patch = (of: List, body: object, by: Person = guest, tag = '*') =>
  app.call<List & ProblemAnswer>('PATCH', at(of), { token: by.token, body, headers: { 'if-match': tag } });

describe('a wish list', () => {
  it('has a name of its own among its owner’s, whatever the letters’ case, and others may use it too', async () => {
    const made = await list({ name: '  Summer by the sea ' });
    expect(made).toMatchObject({ name: 'Summer by the sea', checkIn: null, guests: 1, places: 0, shared: false });
    const again = await create({ name: 'SUMMER by the Sea' });
    expect([again.status, again.body.code]).toEqual([409, 'wish_list_name_taken']);
    expect((await create({ name: 'Summer by the sea' }, stranger)).status).toBe(201);
    const other = await list();
    expect((await patch(other, { name: 'summer BY the sea' })).body.code).toBe('wish_list_name_taken');
    expect((await patch(made, { name: 'SUMMER by the sea' })).status).toBe(200);
  });

  it.each([
    [{}, ['/name']],
    [{ name: '' }, ['/name']],
    [{ name: 'x'.repeat(101), guests: 0 }, ['/guests', '/name']],
    [{ name: 'Soon', checkIn: 'soon' }, ['/checkIn', '/checkOut']],
    [{ name: 'Soon', checkIn: ahead(2) }, ['/checkOut']],
    [{ name: 'Soon', checkIn: ahead(2), checkOut: ahead(2) }, ['/checkOut']],
  ])('is not made of %j', async (body, pointers) => {
    const { status, body: problem } = await create(body);
    expect([status, problem.errors?.map(({ pointer }) => pointer).sort()]).toEqual([400, pointers]);
  });

  it('is changed in the version that was read; null takes dates away', async () => {
    const made = await list({ ...DATES, guests: 2 });
    const renamed = expectStatus(await patch(made, { name: 'Another name' }, guest, '"1"'), 200);
    expect(renamed).toMatchObject({ name: 'Another name', checkIn: DATES.checkIn, guests: 2, version: 2 });
    expect((await patch(made, { name: 'Late' }, guest, '"1"')).status).toBe(412);
    const cleared = { checkIn: null, checkOut: null, guests: null };
    expect(expectStatus(await patch(made, cleared), 200)).toMatchObject({ checkIn: null, guests: 1 });
    expect((await patch(made, { checkIn: ahead(1) })).status).toBe(400);
  });

  it('is one of a hundred, and of no more, whoever comes at the same time', async () => {
    const keeper = await person(app, 'Kim');
    await app.sql(
      `INSERT INTO wish_lists (id, user_id, name, created_at, updated_at)
       SELECT gen_random_uuid(), $1, 'List ' || n, now(), now() FROM generate_series(1, 98) AS n`,
      [keeper.id],
    );
    const answers = await Promise.all([1, 2, 3, 4, 5].map((n) => create({ name: `More ${n}` }, keeper)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('too_many_wish_lists');
  });

  it('is read in pages, the latest first', async () => {
    const keeper = await person(app, 'Pia');
    const made = [await list({}, keeper), await list({}, keeper), await list({}, keeper)].reverse();
    interface Lists {
      data: List[];
      nextCursor: string | null;
    }
    const page = expectStatus(await app.get<Lists>('/v1/wish-lists?limit=2', keeper.token), 200);
    const rest = await app.get<Lists>(`/v1/wish-lists?limit=2&cursor=${page.nextCursor ?? ''}`, keeper.token);
    const ids = [...page.data, ...rest.body.data].map(({ id }) => id);
    expect([ids, rest.body.nextCursor]).toEqual([made.map(({ id }) => id), null]);
  });

  it('is gone with its places once it is deleted', async () => {
    const made = await list();
    await save(made, await place(app, host));
    expect((await remove(at(made))).status).toBe(204);
    expect((await app.get(at(made), guest.token)).status).toBe(404);
    expect(await app.sql('SELECT FROM wish_list_places WHERE wish_list_id = $1', [made.id])).toEqual([]);
  });

  it('is nobody else’s: to a stranger it is not there, whatever they do', async () => {
    const made = await list();
    const propertyId = await place(app, host);
    await save(made, propertyId);
    const tries = [
      app.get(at(made), stranger.token),
      app.get(`${at(made)}/properties`, stranger.token),
      patch(made, { name: 'Mine' }, stranger),
      remove(at(made), stranger),
      save(made, propertyId, { note: 'mine' }, stranger),
      remove(at(made, propertyId), stranger),
      app.post(`${at(made)}/share`, undefined, stranger.token),
      remove(`${at(made)}/share`, stranger),
    ];
    expect((await Promise.all(tries)).map(({ status }) => status)).toEqual(tries.map(() => 404));
    expect(await placesOf(made)).toMatchObject([{ propertyId, note: '' }]);
  });
});

describe('a place in a wish list', () => {
  it('is put there once, however often it is sent, and its note is changed when one is given', async () => {
    const made = await list();
    const propertyId = await place(app, host);
    expect(expectStatus(await save(made, propertyId, { note: 'With a garden' }), 200)).toMatchObject({
      propertyId,
      published: true,
      property: { id: propertyId, title: 'Brownstone by the park', capacity: { guests: 4, bathrooms: 1 } },
      nightly: { amount: 10_000, currency: 'USD' },
      note: 'With a garden',
    });
    expect((await save(made, propertyId)).body.note).toBe('With a garden');
    expect((await save(made, propertyId, { note: '' })).body.note).toBe('');
    expect([(await read(made)).places, (await placesOf(made)).length]).toEqual([1, 1]);
    expect((await remove(at(made, propertyId))).status).toBe(204);
    expect((await remove(at(made, propertyId))).status).toBe(204);
    expect([(await read(made)).places, await placesOf(made)]).toEqual([0, []]);
  });

  it('is put there once by many at the same time', async () => {
    const made = await list();
    const propertyId = await place(app, host);
    const answers = await Promise.all([1, 2, 3, 4].map((n) => save(made, propertyId, { note: `${n}` })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await read(made)).places).toBe(1);
  });

  it('has to be one that guests can find: of a draft it is not even said that it is there', async () => {
    const made = await list();
    const drafted = await app.post<{ id: string }>('/v1/properties', propertyBody(), host.token);
    for (const id of [expectStatus(drafted, 201).id, made.id])
      expect([(await save(made, id)).status, (await read(made)).places]).toEqual([404, 0]);
  });

  it('stays when it is published no more, and tells nothing of what became of it', async () => {
    const made = await list(DATES);
    const propertyId = await place(app, host);
    await save(made, propertyId, { note: 'Ask again' });
    expectStatus(await app.post(`/v1/properties/${propertyId}/pause`, undefined, host.token), 200);
    const headers = { 'if-match': '*' };
    await app.call('PATCH', `/v1/properties/${propertyId}`, { token: host.token, headers, body: { title: 'Hidden' } });
    const [listed] = await placesOf(made);
    expect(listed).toEqual({ propertyId, published: false, addedAt: expect.any(String), note: 'Ask again' });
    expect((await save(made, propertyId, { note: 'Gone' })).body.note).toBe('Gone');
    expectStatus(await app.post(`/v1/properties/${propertyId}/publish`, undefined, host.token), 200);
    expect(await placesOf(made)).toMatchObject([{ published: true, property: { title: 'Hidden' }, note: 'Gone' }]);
  });

  it('is one of a thousand, and of no more', async () => {
    const made = await list();
    const [first, second] = [await place(app, host), await place(app, host)];
    await app.sql('UPDATE wish_lists SET places = 999 WHERE id = $1', [made.id]);
    const answers = await Promise.all([save(made, first), save(made, second)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('wish_list_full');
  });

  it('says for the list’s dates whether it can be booked, at the total of a quote', async () => {
    const made = await list({ ...DATES, guests: 3 });
    const pricing = { nightly: { amount: 12_345, currency: 'USD' }, cleaningFee: { amount: 3_333, currency: 'USD' } };
    const [free, taken, small] = [
      await place(app, host, { pricing }),
      await place(app, host),
      await place(app, host, { capacity: { guests: 2, bedrooms: 1, beds: 1, bathrooms: 1 } }),
    ];
    const block = { from: ahead(2), to: ahead(3) };
    expectStatus(await app.post(`/v1/properties/${taken}/blocks`, block, host.token), 201);
    for (const id of [free, taken, small]) await save(made, id);
    const quoted = { propertyId: free, ...DATES, guests: { adults: 3 } };
    const quote = await app.post<{ total: { amount: number } }>('/v1/quotes', quoted, guest.token);
    const { total } = expectStatus(quote, 201);
    const places = new Map((await placesOf(made)).map((each) => [each.propertyId, each]));
    expect(places.get(free)).toMatchObject({ bookable: true, total, nightly: { amount: 12_345 } });
    for (const id of [taken, small]) {
      expect(places.get(id)).toMatchObject({ published: true, bookable: false, nightly: { amount: 10_000 } });
      expect(places.get(id)).not.toHaveProperty('total');
    }
    expectStatus(await patch(made, { checkIn: null, checkOut: null }), 200);
    expect((await placesOf(made)).some((each) => 'bookable' in each || 'total' in each)).toBe(false);
  });

  it('is read over GraphQL as it is over REST, in pages', async () => {
    const made = await list(DATES);
    const ids = [await place(app, host), await place(app, host), await place(app, host)];
    for (const id of ids) await save(made, id);
    const query = `query ($id: ID!, $after: String) {
      wishListProperties(wishListId: $id, first: 2, after: $after) {
        totalCount { value } pageInfo { endCursor } nodes { propertyId bookable total { amount } property { title } }
      }
    }`;
    interface Read {
      wishListProperties: { totalCount: { value: number }; pageInfo: { endCursor: string }; nodes: Place[] };
    }
    const first = (await app.graphql<Read>(query, { id: made.id }, guest.token)).data.wishListProperties;
    const after = first.pageInfo.endCursor;
    const rest = (await app.graphql<Read>(query, { id: made.id, after }, guest.token)).data.wishListProperties;
    expect(first.totalCount.value).toBe(3);
    const rows = [...first.nodes, ...rest.nodes];
    expect(rows.map(({ propertyId }) => propertyId)).toEqual([...ids].reverse());
    const asRead = await placesOf(made);
    expect(rows.map(({ total }) => total?.amount)).toEqual(asRead.map(({ total }) => total?.amount));
  });
});

describe('the link of a wish list', () => {
  const share = async (of: List): Promise<{ token: string; url: string }> =>
    expectStatus(await app.post<{ token: string; url: string }>(`${at(of)}/share`, undefined, guest.token), 201);
  const shared = (token: string, more = '') => app.get<List>(`/v1/wish-lists/shared/${token}${more}`);

  it('lets anyone read names of places, and neither notes nor whose it is', async () => {
    const made = await list(DATES);
    const propertyId = await place(app, host);
    await save(made, propertyId, { note: 'For the birthday' });
    const { token, url } = await share(made);
    expect(url).toMatch(new RegExp(`/v1/wish-lists/shared/${token}$`));
    const answer = await shared(token);
    expect([answer.status, answer.headers.get('referrer-policy')]).toEqual([200, 'no-referrer']);
    expect(answer.body).toEqual({ name: made.name, ...DATES, guests: 1, places: 1 });
    const { data } = expectStatus(await app.get<{ data: Place[] }>(`/v1/wish-lists/shared/${token}/properties`), 200);
    const title = 'Brownstone by the park';
    expect(data).toMatchObject([{ propertyId, published: true, bookable: true, property: { title } }]);
    expect(JSON.stringify(data)).not.toMatch(new RegExp(`birthday|note|${guest.id}|${made.id}`));
    expect(await read(made)).toMatchObject({ shared: true });
  });

  it('is kept as a hash alone, and leads nowhere once there is another, or none', async () => {
    const made = await list();
    const [first, second] = [await share(made), await share(made)];
    const kept = await app.sql<{ row: string }>('SELECT wish_lists::text AS row FROM wish_lists WHERE id = $1', [
      made.id,
    ]);
    expect(kept[0]?.row).not.toContain(second.token);
    expect([(await shared(first.token)).status, (await shared(second.token)).status]).toEqual([404, 200]);
    expect((await remove(`${at(made)}/share`)).status).toBe(204);
    expect([(await shared(second.token)).status, (await read(made)).shared]).toEqual([404, false]);
    expect((await shared(second.token, '/properties')).status).toBe(404);
  });

  it('leads nowhere while its owner is suspended', async () => {
    const keeper = await person(app, 'Sue');
    const made = await list({}, keeper);
    const answer = await app.post<{ token: string }>(`${at(made)}/share`, undefined, keeper.token);
    const { token } = expectStatus(answer, 201);
    expect((await shared(token)).status).toBe(200);
    await app.sql('UPDATE users SET suspended_at = now() WHERE id = $1', [keeper.id]);
    expect((await shared(token)).status).toBe(404);
  });

  it.each(['x', 'a'.repeat(43), '%F0%9F%A6%89'])('is not %j', async (token) => {
    expect((await shared(token)).status).toBe(404);
  });
});
