import { beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, localDateAt } from '#dates';
import { confirmedBooking, expectStatus, place, TEST_START, type ProblemAnswer } from '#testing';
import { ahead } from '../support/dates-ahead.js';
import { openMarket } from '../support/market.js';

interface Money {
  amount: number;
  currency: string;
}

interface Quote {
  id: string;
  total: Money;
  converted?: { currency: string; total: Money; securityDeposit?: Money; rate: string; date: string; source: string };
}

const { app, host, guest } = await openMarket();
const TODAY = localDateAt(TEST_START, 'UTC');
const usd = (amount: number) => ({ amount, currency: 'USD' });
const STAY = { checkIn: ahead(3), checkOut: ahead(6) };

describe('a quote in another currency', () => {
  let property: string;

  const ask = (currency?: string, propertyId = property) =>
    app.post<Quote & ProblemAnswer>(
      '/v1/quotes',
      { propertyId, ...STAY, guests: { adults: 1 }, ...(currency !== undefined && { currency }) },
      guest.token,
    );
  const rates = (...rows: [date: string, currency: string, perEuro: string][]) =>
    Promise.all(rows.map((row) => app.sql('INSERT INTO exchange_rates VALUES ($1, $2, $3)', row)));

  beforeAll(async () => {
    property = await place(app, host, { pricing: { nightly: usd(10_000), securityDeposit: usd(20_000) } });
    await rates(
      [addDays(TODAY, -400), 'USD', '2'],
      [addDays(TODAY, -400), 'NOK', '11.5'],
      [addDays(TODAY, -30), 'USD', '1.1684'],
      [addDays(TODAY, -30), 'JPY', '186.75'],
      [addDays(TODAY, 400), 'USD', '3'],
    );
  });

  it('carries its total and deposit in that, and the rate with its day and source', async () => {
    const { total, converted } = expectStatus(await ask('JPY'), 201);
    expect(total).toEqual(usd(34_200));
    // 342.00 × 159.833960972 = 54,663.2…
    expect(converted).toEqual({
      currency: 'JPY',
      total: { amount: 54_663, currency: 'JPY' },
      securityDeposit: { amount: 31_967, currency: 'JPY' },
      rate: '159.833960972',
      date: addDays(TODAY, -30),
      source: 'European Central Bank, euro foreign exchange reference rates',
    });
    const euros = expectStatus(await ask('EUR'), 201).converted;
    expect(euros).toMatchObject({ rate: '0.85587127696', total: { amount: 29_271, currency: 'EUR' } });
  });

  it('carries none when none is asked for, or the one of the place', async () => {
    expect(expectStatus(await ask(), 201).converted).toBeUndefined();
    expect(expectStatus(await ask('USD'), 201).converted).toBeUndefined();
  });

  it('keeps its rate whatever rates come, and is charged in the currency of the place', async () => {
    const quoted = expectStatus(await ask('EUR'), 201);
    await rates([addDays(TODAY, -1), 'USD', '1.25'], [addDays(TODAY, -1), 'JPY', '160']);
    expect((await app.get<Quote>(`/v1/quotes/${quoted.id}`, guest.token)).body).toEqual(quoted);
    expect(expectStatus(await ask('EUR'), 201).converted).toMatchObject({ rate: '0.8', date: addDays(TODAY, -1) });
    const booking = await confirmedBooking(app, guest, { propertyId: property, ...STAY, guests: { adults: 1 } });
    expect(booking.total).toEqual(usd(34_200));
  });

  it.each([
    ['NOK', 'no_rate', 'was given up before the latest rates'],
    ['KWD', 'no_rate', 'was never there'],
    ['eur', 'currency', 'is none'],
  ])('%s is refused (%s), by field: it %s', async (currency, code) => {
    const { status, body } = await ask(currency);
    expect([status, body.errors?.map((error) => [error.pointer, error.code])]).toEqual([400, [['/currency', code]]]);
  });

  it('of a place whose own has no rate is refused too', async () => {
    const dinars = await place(app, host, { pricing: { nightly: { amount: 30_000, currency: 'KWD' } } });
    const { status, body } = await ask('EUR', dinars);
    expect([status, body.errors?.[0]?.pointer]).toEqual([400, '/currency']);
  });

  it('is told over GraphQL too', async () => {
    const { data } = await app.graphql<{ createQuote: Quote }>(
      `mutation ($input: CreateQuoteInput!) {
        createQuote(input: $input) { taxesIncluded securityDeposit { amount } converted { total { amount currency } rate date } }
      }`,
      {
        input: {
          propertyId: property,
          checkIn: ahead(40),
          checkOut: ahead(41),
          guests: { adults: 1 },
          currency: 'EUR',
        },
      },
      guest.token,
    );
    expect(data.createQuote).toEqual({
      taxesIncluded: false,
      securityDeposit: { amount: 20_000 },
      converted: { total: { amount: 9120, currency: 'EUR' }, rate: '0.8', date: addDays(TODAY, -1) },
    });
  });
});
