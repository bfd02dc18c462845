import { beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, person, place, propertyBody, type Person, type ProblemAnswer } from '#testing';
import { ahead, datesAhead } from '../support/dates-ahead.js';
import { grant } from '../support/grants.js';
import { openMarket } from '../support/market.js';

interface Money {
  amount: number;
  currency: string;
}

interface Line {
  kind: string;
  amount: Money;
  rules: { rule: string; [more: string]: unknown }[];
}

interface Price {
  lines: Line[];
  total: Money;
  taxesIncluded: boolean;
  securityDeposit?: Money;
  hostTotal: Money | null;
  hostLines: Line[] | null;
}

const { app, host, guest } = await openMarket();
const usd = (amount: number) => ({ amount, currency: 'USD' });
/** Friday to the Sunday after the next: nine nights. */
const STAY = { checkIn: ahead(4), checkOut: ahead(13) };
const ASKED = `${datesAhead(4, 9)}&adults=2&children=1&pets=1`;

describe('the price of a stay', () => {
  let property: string;

  const path = (query = ASKED, id = property) => `/v1/properties/${id}/price?${query}`;
  const ask = async (by?: Person) => expectStatus(await app.get<Price>(path(), by?.token), 200);
  const quote = async () => {
    const guests = { adults: 2, children: 1, pets: 1 };
    const body = { propertyId: property, ...STAY, guests };
    return expectStatus(await app.post<Price & { id: string }>('/v1/quotes', body, guest.token), 201);
  };

  beforeAll(async () => {
    const town = 'Fort Price';
    property = await place(app, host, {
      address: { line1: '1 State Street', city: town, region: 'New York', country: 'US' },
      pricing: {
        nightly: usd(10_000),
        weekendNightly: usd(12_000),
        cleaningFee: usd(5000),
        extraGuestFee: usd(1000),
        guestsIncluded: 2,
        petFee: usd(2500),
        securityDeposit: usd(30_000),
        weeklyDiscountPercent: 5,
        lengthDiscounts: [{ nights: 9, percent: 12.5 }],
        lastMinuteDiscounts: [{ days: 1, percent: 40 }],
        earlyBirdDiscounts: [{ days: 60, percent: 8 }],
        occupancyDiscounts: [{ guests: 3, percent: 2 }],
      },
      rules: { cancellationPolicy: 'non_refundable' },
    });
    const body = { seasons: [{ name: 'Fair', from: ahead(6), to: ahead(8), nightly: usd(20_000) }] };
    const headers = { 'if-match': '*' };
    expectStatus(
      await app.call('PUT', `/v1/properties/${property}/seasons`, { token: host.token, headers, body }),
      200,
    );
    await app.sql(`INSERT INTO rate_calendars VALUES ($1, $2, '{9000}')`, [property, ahead(7)]);
    await app.sql(
      `INSERT INTO tax_rules (name, authority, country, city, kind, basis_points, base, max_per_stay, currency)
       VALUES ('Occupancy tax', 'City of Fort Price', 'US', $1, 'percent', 1000, '{night,discount}', 5000, 'USD')`,
      [town],
    );
  });

  it('is told line by line, with every rule that has made it so, in order', async () => {
    const { lines, total, ...more } = await ask();
    expect(lines.reduce((sum, { amount }) => sum + amount.amount, 0)).toBe(total.amount);
    const base = { rule: 'base', amount: usd(10_000) };
    const weekend = { rule: 'weekend', amount: usd(12_000) };
    const fair = { rule: 'season', name: 'Fair', amount: usd(20_000) };
    const stay = ['night', 'discount', 'cleaning', 'extra_guest', 'pet'];
    const tax = { name: 'Occupancy tax', authority: 'City of Fort Price' };
    // 4 × 12,000 + 20,000 + 9000 + 3 × 10,000: 107,000 for the nights.
    expect(lines.map(({ kind, amount, rules }) => [kind, amount.amount, rules])).toEqual([
      ['night', 12_000, [base, weekend]],
      ['night', 12_000, [base, weekend]],
      ['night', 20_000, [base, fair]],
      ['night', 9000, [base, fair, { rule: 'override', amount: usd(9000) }]],
      ['night', 10_000, [base]],
      ['night', 10_000, [base]],
      ['night', 10_000, [base]],
      ['night', 12_000, [base, weekend]],
      ['night', 12_000, [base, weekend]],
      ['discount', -2140, [{ rule: 'occupancy_discount', threshold: 3, percent: 2 }]],
      ['discount', -13_108, [{ rule: 'length_discount', threshold: 9, percent: 12.5 }]],
      ['discount', -7340, [{ rule: 'early_bird_discount', threshold: 60, percent: 8 }]],
      ['discount', -8441, [{ rule: 'policy_discount', percent: 10 }]],
      ['cleaning', 5000, [{ rule: 'cleaning_fee', amount: usd(5000) }]],
      ['extra_guest', 9000, [{ rule: 'extra_guest_fee', threshold: 2, amount: usd(1000) }]],
      ['pet', 2500, [{ rule: 'pet_fee', amount: usd(2500) }]],
      ['guest_service_fee', 12_946, [{ rule: 'guest_service_fee', percent: 14, base: stay }]],
      [
        'tax',
        5000,
        [
          { rule: 'tax_percent', ...tax, percent: 10, base: ['night', 'discount'] },
          { rule: 'tax_cap', ...tax, amount: usd(5000) },
        ],
      ],
    ]);
    expect(more).toMatchObject({ taxesIncluded: false, securityDeposit: usd(30_000), nights: 9, ...STAY });
  });

  it('is what a quote says, which keeps its rules whatever changes', async () => {
    const [price, quoted] = [await ask(), await quote()];
    const { lines, total, securityDeposit, taxesIncluded } = price;
    expect(quoted).toMatchObject({ lines, total, securityDeposit, taxesIncluded });
    await app.sql(`UPDATE seasons SET name = 'Another name', nightly = 1 WHERE property_id = $1`, [property]);
    expect((await app.get<Price>(`/v1/quotes/${quoted.id}`, guest.token)).body.lines).toEqual(lines);
    expect((await ask()).lines).not.toEqual(lines);
    await app.sql(`UPDATE seasons SET name = 'Fair', nightly = 20000 WHERE property_id = $1`, [property]);
  });

  it('says what is earned to the host, and to nobody else', async () => {
    const lister = await person(app, 'Lia');
    await grant(app, { host, holder: lister, property, permissions: ['listing', 'bookings'] });
    for (const other of [undefined, guest, lister])
      expect(await ask(other)).toMatchObject({ hostTotal: null, hostLines: null });
    const { hostTotal, hostLines } = await ask(host);
    expect(hostLines?.reduce((sum, { amount }) => sum + amount.amount, 0)).toBe(hostTotal?.amount);
    expect(hostLines?.at(-1)).toMatchObject({ kind: 'host_service_fee', rules: [{ rule: 'host_service_fee' }] });
  });

  it('is told whether the nights are free or not, and nothing of it is kept', async () => {
    const count = async () => (await app.sql<{ n: number }>('SELECT count(*)::integer AS n FROM quotes'))[0]?.n;
    const before = await count();
    const block = { from: ahead(5), to: ahead(6) };
    const { id } = expectStatus(
      await app.post<{ id: string }>(`/v1/properties/${property}/blocks`, block, host.token),
      201,
    );
    await ask();
    expectStatus(await app.call('DELETE', `/v1/properties/${property}/blocks/${id}`, { token: host.token }), 204);
    expect(await count()).toBe(before);
  });

  it('of a place that guests do not see is for its host’s side', async () => {
    const draft = expectStatus(await app.post<{ id: string }>('/v1/properties', propertyBody(), host.token), 201).id;
    expect((await app.get(path(ASKED, draft))).status).toBe(404);
    expect((await app.get(path(ASKED, draft), guest.token)).status).toBe(404);
    expect((await app.get<Price>(path(ASKED, draft), host.token)).status).toBe(200);
    const bare = await app.post<{ id: string }>('/v1/properties', propertyBody({ pricing: undefined }), host.token);
    expect((await app.get(path(ASKED, bare.body.id), host.token)).status).toBe(404);
  });

  it.each([
    ['', ['/adults', '/checkIn', '/checkOut']],
    [`${datesAhead(4, 9)}&adults=0&children=-1&infants=1.5&pets=many`, ['/adults', '/children', '/infants', '/pets']],
    ['checkIn=2027-02-30&checkOut=soon&adults=1', ['/checkIn', '/checkOut']],
    [`${datesAhead(4, 0)}&adults=1`, ['/checkOut']],
    [`${datesAhead(4, 1126)}&adults=1`, ['/checkOut']],
    [`${datesAhead(4, 9)}&adults=1&currency=EUR`, ['/currency']],
  ])('is refused for %j, by field', async (query, pointers) => {
    const { status, body } = await app.get<ProblemAnswer>(path(query));
    expect(status).toBe(400);
    expect([...new Set(body.errors?.map(({ pointer }) => pointer))].sort()).toEqual(pointers);
  });

  it('is refused for more guests than the place is for', async () => {
    const { status, body } = await app.get<ProblemAnswer>(path(`${datesAhead(4, 9)}&adults=5`));
    expect([status, body.code]).toEqual([422, 'too_many_guests']);
  });

  it('has an ETag', async () => {
    const tag = (await app.get(path())).headers.get('etag') ?? 'none';
    expect((await app.call('GET', path(), { headers: { 'if-none-match': tag } })).status).toBe(304);
  });

  it('is told over GraphQL too', async () => {
    const query = `query ($id: ID!, $in: LocalDate!, $out: LocalDate!) {
      price(propertyId: $id, checkIn: $in, checkOut: $out, adults: 2, children: 1, pets: 1) {
        total { amount currency } taxesIncluded securityDeposit { amount } hostTotal { amount }
        lines { kind rules { rule name threshold percent base amount { amount } } }
      }
    }`;
    const variables = { id: property, in: STAY.checkIn, out: STAY.checkOut };
    const { data, errors } = await app.graphql<{ price: Price }>(query, variables, guest.token);
    expect(errors).toBeUndefined();
    const { total, lines } = await ask();
    expect(data.price).toMatchObject({
      total,
      taxesIncluded: false,
      securityDeposit: { amount: 30_000 },
      hostTotal: null,
    });
    expect(data.price.lines.map(({ rules }) => rules.map(({ rule }) => rule))).toEqual(
      lines.map(({ rules }) => rules.map(({ rule }) => rule)),
    );
    const mine = await app.graphql<{ price: Price }>(query, variables, host.token);
    expect(mine.data.price.hostTotal).toEqual({ amount: (await ask(host)).hostTotal?.amount });
  });
});
