import { beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, place, type ProblemAnswer } from '#testing';
import { openMarket } from '../support/market.js';

interface Property {
  pricing: Record<string, unknown>;
}

const { app, host } = await openMarket();

describe('discounts in steps', () => {
  let property: string;

  const change = (pricing: object) =>
    app.call<Property & ProblemAnswer>('PATCH', `/v1/properties/${property}`, {
      token: host.token,
      headers: { 'if-match': '*' },
      body: { pricing },
    });

  beforeAll(async () => {
    property = await place(app, host);
  });

  it('are lists that are put in place of those before, and shown to everyone', async () => {
    const steps = {
      securityDeposit: { amount: 25_000, currency: 'USD' },
      lengthDiscounts: [
        { nights: 3, percent: 5 },
        { nights: 10, percent: 12.35 },
      ],
      lastMinuteDiscounts: [{ days: 0, percent: 90 }],
      earlyBirdDiscounts: [{ days: 1125, percent: 0.01 }],
      occupancyDiscounts: [{ guests: 1, percent: 20 }],
    };
    expect(expectStatus(await change(steps), 200).pricing).toMatchObject(steps);
    const cleared = { ...steps, lengthDiscounts: [], occupancyDiscounts: [{ guests: 2, percent: 1 }] };
    const { lengthDiscounts, occupancyDiscounts } = cleared;
    expectStatus(await change({ lengthDiscounts, occupancyDiscounts }), 200);
    expect((await app.get<Property>(`/v1/properties/${property}`)).body.pricing).toMatchObject(cleared);
    const [row] = await app.sql<{ last: number[][]; none: number[][] }>(
      'SELECT last_minute_discounts AS last, length_discounts AS none FROM properties WHERE id = $1',
      [property],
    );
    expect(row).toEqual({ last: [[0, 9000]], none: [] });
  });

  it.each<[object, string[]]>([
    [{ lengthDiscounts: null }, ['/pricing/lengthDiscounts']],
    [{ lengthDiscounts: 5 }, ['/pricing/lengthDiscounts']],
    [
      { lengthDiscounts: [{ nights: 0, percent: 0 }] },
      ['/pricing/lengthDiscounts/0/nights', '/pricing/lengthDiscounts/0/percent'],
    ],
    [
      { lengthDiscounts: [{ nights: 1126, percent: 90.01 }] },
      ['/pricing/lengthDiscounts/0/nights', '/pricing/lengthDiscounts/0/percent'],
    ],
    [
      { lastMinuteDiscounts: [{ days: -1, percent: 1.234 }] },
      ['/pricing/lastMinuteDiscounts/0/days', '/pricing/lastMinuteDiscounts/0/percent'],
    ],
    [
      { occupancyDiscounts: [{ guests: 1.5, percent: '5' }] },
      ['/pricing/occupancyDiscounts/0/guests', '/pricing/occupancyDiscounts/0/percent'],
    ],
    [
      {
        earlyBirdDiscounts: [
          { days: 30, percent: 5 },
          { days: 30, percent: 6 },
        ],
      },
      ['/pricing/earlyBirdDiscounts'],
    ],
    [
      {
        occupancyDiscounts: [
          { guests: 2, percent: 5 },
          { guests: 1, percent: 6 },
        ],
      },
      ['/pricing/occupancyDiscounts'],
    ],
    [
      { lengthDiscounts: Array.from({ length: 11 }, (_, n) => ({ nights: n + 1, percent: 1 })) },
      ['/pricing/lengthDiscounts'],
    ],
    [{ securityDeposit: { amount: -1, currency: 'USD' } }, ['/pricing/securityDeposit']],
    [{ securityDeposit: { amount: 1, currency: 'EUR' } }, ['/pricing/securityDeposit/currency']],
  ])('are refused as %j, by field', async (pricing, pointers) => {
    const { status, body } = await change(pricing);
    expect([status, body.code]).toEqual([400, 'invalid_input']);
    expect([...new Set(body.errors?.map(({ pointer }) => pointer))].sort()).toEqual(pointers);
  });

  it('are changed over GraphQL too', async () => {
    const { data, errors } = await app.graphql(
      `mutation ($id: ID!, $v: Int!) {
        updateProperty(id: $id, version: $v, input: { pricing: { lengthDiscounts: [{ nights: 4, percent: 2.5 }] } }) {
          pricing { lengthDiscounts { nights percent } earlyBirdDiscounts { days percent } }
        }
      }`,
      { id: property, v: 4 },
      host.token,
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      updateProperty: {
        pricing: {
          lengthDiscounts: [{ nights: 4, percent: 2.5 }],
          earlyBirdDiscounts: [{ days: 1125, percent: 0.01 }],
        },
      },
    });
  });
});
