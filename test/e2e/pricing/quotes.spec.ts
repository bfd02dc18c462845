import { beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, place, propertyBody, type ProblemAnswer } from '#testing';
import { openMarket } from '../support/market.js';
import { ahead, datesAhead } from '../support/dates-ahead.js';

interface Quote {
  id: string;
  nights: number;
  guests: object;
  lines: { kind: string; quantity: number; unit: { amount: number }; amount: { amount: number } }[];
  total: { amount: number; currency: string };
  expiresAt: string;
  createdAt: string;
}

interface Found {
  data: { property: { id: string } }[];
}

/** Thursday to Monday: two nights of a weekend. */
const STAY = { checkIn: ahead(3), checkOut: ahead(7) };
const money = (amount: number) => ({ amount, currency: 'USD' });

const { app, host, guest } = await openMarket();

describe('quotes', () => {
  let propertyId: string;

  const ask = (changes: object = {}) =>
    app.post<Quote>('/v1/quotes', { propertyId, ...STAY, guests: { adults: 3, pets: 1 }, ...changes }, guest.token);
  const refusal = async (changes: object): Promise<ProblemAnswer> => {
    const body = { propertyId, ...STAY, guests: { adults: 3 }, ...changes };
    return (await app.post<ProblemAnswer>('/v1/quotes', body, guest.token)).body;
  };

  beforeAll(async () => {
    propertyId = await place(app, host, {
      pricing: {
        nightly: money(10_000),
        weekendNightly: money(12_345),
        cleaningFee: money(4000),
        extraGuestFee: money(500),
        guestsIncluded: 2,
        petFee: money(1500),
      },
    });
  });

  it('say what a stay costs line by line, and can be read again', async () => {
    const answer = await ask();
    const quote = expectStatus(answer, 201);
    expect(answer.headers.get('location')).toBe(`/v1/quotes/${quote.id}`);
    expect(quote).toMatchObject({
      propertyId,
      ...STAY,
      nights: 4,
      guests: { adults: 3, children: 0, infants: 0, pets: 1 },
    });
    expect(quote.lines.map(({ kind, amount }) => [kind, amount.amount])).toEqual([
      ['night', 10_000],
      ['night', 12_345],
      ['night', 12_345],
      ['night', 10_000],
      ['cleaning', 4000],
      ['extra_guest', 2000],
      ['pet', 1500],
      ['guest_service_fee', 7307],
    ]);
    expect(quote.total).toEqual(money(59_497));
    expect(Date.parse(quote.expiresAt) - Date.parse(quote.createdAt)).toBe(30 * 60_000);
    expect((await app.get(`/v1/quotes/${quote.id}`, guest.token)).body).toEqual(quote);
    expect((await app.get(`/v1/quotes/${quote.id}`, host.token)).status).toBe(404);
    expect((await app.get(`/v1/quotes/${quote.id}`)).status).toBe(401);
  });

  it('stay as they are when prices change', async () => {
    const quote = expectStatus(await ask(), 201);
    await app.sql('UPDATE properties SET cleaning_fee = 9999 WHERE id = $1', [propertyId]);
    expect((await app.get(`/v1/quotes/${quote.id}`, guest.token)).body).toEqual(quote);
    expect(expectStatus(await ask(), 201).total.amount).toBeGreaterThan(quote.total.amount);
    await expect(app.sql('UPDATE quotes SET total = 1 WHERE id = $1', [quote.id])).rejects.toThrow('append-only');
  });

  it('are given for no more guests than the place is for, infants aside', async () => {
    expect(await refusal({ guests: { adults: 4, children: 1 } })).toMatchObject({
      status: 422,
      code: 'too_many_guests',
    });
    expectStatus(await ask({ guests: { adults: 3, children: 1, infants: 2 } }), 201);
  });

  it('are refused for stays that the host does not take, and for nights that are taken', async () => {
    const block = { from: ahead(93), to: ahead(95) };
    expectStatus(await app.post(`/v1/properties/${propertyId}/blocks`, block, host.token), 201);
    const taken = await refusal({ checkIn: ahead(94), checkOut: ahead(97) });
    expect(taken).toMatchObject({ status: 409, code: 'dates_unavailable' });
    const long = await refusal({ checkIn: ahead(120), checkOut: ahead(157) });
    expect(long).toMatchObject({ status: 422, code: 'stay_not_allowed' });
    const past = await refusal({ checkIn: '2020-07-01', checkOut: '2020-07-03' });
    expect(past).toMatchObject({ status: 422, code: 'stay_not_allowed' });
  });

  it('are given for published places only, to who is signed in', async () => {
    const draft = expectStatus(await app.post<{ id: string }>('/v1/properties', propertyBody(), host.token), 201);
    expect(await refusal({ propertyId: draft.id })).toMatchObject({ status: 404, code: 'not_found' });
    expect(await refusal({ propertyId: '00000000-0000-7000-8000-000000000000' })).toMatchObject({ status: 404 });
    expect((await app.post('/v1/quotes', { propertyId, ...STAY, guests: { adults: 1 } })).status).toBe(401);
  });

  it.each<[object, string[]]>([
    [{ propertyId: 'here' }, ['/propertyId']],
    [{ checkIn: '2027-02-30' }, ['/checkIn']],
    [{ checkIn: STAY.checkOut }, ['/checkOut']],
    [{ checkIn: STAY.checkOut, checkOut: STAY.checkIn }, ['/checkOut']],
    [{ guests: { adults: 0 } }, ['/guests/adults']],
    [
      { guests: { adults: 1, children: -1, infants: 1.5, pets: '1' } },
      ['/guests/children', '/guests/infants', '/guests/pets'],
    ],
    [{ guests: [] }, ['/guests']],
    [{ guests: undefined }, ['/guests']],
    [{ discount: 100 }, ['/discount']],
  ])('are refused for %j, by field', async (changes, pointers) => {
    const { status, errors } = await refusal(changes);
    expect(status).toBe(400);
    expect([...new Set(errors?.map(({ pointer }) => pointer))].sort()).toEqual(pointers);
  });

  it('say when the price cannot be counted, and the search leaves it out', async () => {
    const dear = await place(app, host, { capacity: { guests: 100, bedrooms: 9, beds: 99, bathrooms: 9 } });
    await app.sql(
      'UPDATE properties SET extra_guest_fee = 100000000000, max_nights = 1100, booking_window_days = 1095 WHERE id = $1',
      [dear],
    );
    const stay = { checkIn: ahead(0), checkOut: ahead(950) };
    const refused = await refusal({ propertyId: dear, ...stay, guests: { adults: 100 } });
    expect(refused).toMatchObject({ status: 422, code: 'price_too_large' });
    const path = `/v1/search?guests=100&${datesAhead(0, 950)}`;
    expect(expectStatus(await app.get<{ data: object[] }>(path), 200).data).toEqual([]);
  });

  it.each([
    ['price_too_small', 'nothing', { amount: 1, currency: 'USD' }, { least: 50 }],
    ['price_too_small', 'less than cards are charged', { amount: 10, currency: 'JPY' }, { least: 50 }],
    ['price_too_large', 'more than cards are charged', { amount: 40_000_000, currency: 'USD' }, { most: 99_999_999 }],
    [
      'price_too_large',
      'more whole krónur than cards are charged',
      { amount: 900_000, currency: 'ISK' },
      { most: 999_999 },
    ],
  ])('are refused as %s for %s, and such stays are not found', async (code, _what, nightly, data) => {
    const unpayable = await place(app, host, { pricing: { nightly } });
    const stay = { checkIn: ahead(0), checkOut: ahead(nightly.amount === 1 ? 1 : 3) };
    expect(await refusal({ propertyId: unpayable, ...stay })).toMatchObject({ status: 422, code, ...data });
    const path = `/v1/search?guests=3&currency=${nightly.currency}`;
    const found = async (query: string) =>
      expectStatus(await app.get<Found>(`${path}${query}`), 200).data.map(({ property }) => property.id);
    expect(await found('&limit=100')).toContain(unpayable);
    expect(await found(`&limit=100&checkIn=${stay.checkIn}&checkOut=${stay.checkOut}`)).not.toContain(unpayable);
  });

  it('are refused as currency_not_payable for a currency that cards are no longer charged in', async () => {
    const unpayable = await place(app, host);
    await app.sql(`UPDATE properties SET currency = 'IQD' WHERE id = $1`, [unpayable]);
    expect(await refusal({ propertyId: unpayable })).toMatchObject({ status: 422, code: 'currency_not_payable' });
  });

  it('of places that charge in fils can be paid with cards, which know no single ones', async () => {
    const dinars = await place(app, host, { pricing: { nightly: { amount: 12_341, currency: 'KWD' } } });
    const { lines, total } = expectStatus(await ask({ propertyId: dinars, guests: { adults: 1 } }), 201);
    expect(total).toEqual({ amount: 56_280, currency: 'KWD' });
    expect(lines.slice(-2)).toMatchObject([
      { kind: 'guest_service_fee', amount: { amount: 6911 } },
      { kind: 'guest_service_fee', amount: { amount: 5 } },
    ]);
  });

  it('are the same over GraphQL', async () => {
    const mutation =
      'mutation ($input: CreateQuoteInput!) { createQuote(input: $input) { id total { amount } lines { kind amount { amount } } } }';
    const input = { propertyId, ...STAY, guests: { adults: 2 } };
    const made = await app.graphql<{ createQuote: { id: string } }>(mutation, { input }, guest.token);
    expect(made.errors).toBeUndefined();
    const query = 'query ($id: ID!) { quote(id: $id) { id total { amount } lines { kind amount { amount } } } }';
    const read = await app.graphql<{ quote: object }>(query, { id: made.data.createQuote.id }, guest.token);
    expect(read.data.quote).toEqual(made.data.createQuote);
    const others = await app.graphql(query, { id: made.data.createQuote.id }, host.token);
    expect(others.errors?.[0]?.extensions.code).toBe('not_found');
  });
});
