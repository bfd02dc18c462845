import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, person, place, TestApp, type Person } from '#testing';
import { ahead } from '../support/dates-ahead.js';

interface Found {
  data: { property: { id: string } }[];
  nextCursor: string | null;
  count: { value: number };
}

interface Connected {
  search: { nodes: Found['data']; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}

const UNPAYABLE = 7;
const STAY = { checkIn: ahead(10), checkOut: ahead(11) };

/** One night costs less than any card can be charged, but for the last two places. */
describe('where no card can pay most of what would be found, search', () => {
  let app: TestApp;
  let payable: string[];

  beforeAll(async () => {
    app = await TestApp.start();
    const host: Person = await person(app, 'Hanna');
    const priced = (amount: number): Promise<string> =>
      place(app, host, { pricing: { nightly: { amount, currency: 'USD' } } });
    for (let cents = 1; cents <= UNPAYABLE; cents += 1) await priced(cents);
    payable = [await priced(5000), await priced(6000)];
    // All have the same rank; by id, which grows with time, those that can be paid come last.
  });

  afterAll(() => app.stop());

  const pages = async (query: string): Promise<Found[]> => {
    const found: Found[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const after: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const path = `/v1/search?place=Albany&checkIn=${STAY.checkIn}&checkOut=${STAY.checkOut}&limit=1${query}${after}`;
      const page: Found = expectStatus(await app.get<Found>(path), 200);
      found.push(page);
      cursor = page.nextCursor;
    }
    return found;
  };

  it.each(['', '&sort=price', '&sort=-price', '&priceMin=0'])(
    'has no page that is short though others follow (%s)',
    async (query) => {
      const found = await pages(query);
      expect(found.map(({ data }) => data.length)).toEqual([1, 1]);
      expect(found.flatMap(({ data }) => data.map(({ property }) => property.id)).sort()).toEqual([...payable].sort());
    },
  );

  it('counts what can be paid where the total filters or sorts, and all that is free elsewhere', async () => {
    expect((await pages('&sort=price')).map(({ count }) => count.value)).toEqual([2, 2]);
    expect((await pages('')).map(({ count }) => count.value)).toEqual([UNPAYABLE + 2, UNPAYABLE + 2]);
  });

  it('leads on from the end of each page of a connection', async () => {
    const seen: string[] = [];
    const page = async (after: string | null): Promise<Connected['search']['pageInfo']> => {
      const { data } = await app.graphql<Connected>(
        `query ($input: SearchInput!, $after: String) { search(input: $input, first: 1, after: $after) {
          nodes { property { id } } pageInfo { hasNextPage endCursor } } }`,
        { input: { place: 'Albany', ...STAY }, after },
      );
      seen.push(...data.search.nodes.map(({ property }) => property.id));
      return data.search.pageInfo;
    };
    const first = await page(null);
    expect(first).toEqual({ hasNextPage: true, endCursor: expect.any(String) });
    expect(await page(first.endCursor)).toMatchObject({ hasNextPage: false });
    expect(seen).toEqual(payable);
  });
});
