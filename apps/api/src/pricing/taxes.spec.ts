import { describe, expect, it } from '@jest/globals';
import { stayOf } from '#dates';
import { priceStay } from './quote.js';
import { type TaxRule } from './tax-rules.js';

const guests = { adults: 2, children: 1, infants: 1, pets: 0 };
const terms = { name: 'City tax', authority: 'City', currency: 'EUR' };
const perPerson: TaxRule = { ...terms, kind: 'per_person_night', amount: 200 };
const perNight: TaxRule = { ...terms, kind: 'per_night', amount: 300 };
const perBedroom: TaxRule = { ...terms, kind: 'per_bedroom_night', amount: 400, bedrooms: 1 };
const percent: TaxRule = { ...terms, kind: 'percent', basisPoints: 1000, base: ['night', 'discount'] };

const NO_DISCOUNTS = {
  currency: 'EUR',
  nightly: 10_000,
  weeklyDiscountBasisPoints: 0,
  monthlyDiscountBasisPoints: 0,
  policyDiscountBasisPoints: 0,
  overrides: new Map<string, number>(),
  guestServiceFeeBasisPoints: 0,
  hostServiceFeeBasisPoints: 0,
};

/** Ten nights at 100.00, 10 % off, cleaning 50.00: 900.00 for the nights; the service fee is 133.00. */
function taxOf(...taxes: TaxRule[]): number {
  const rates = {
    currency: 'EUR',
    nightly: 10_000,
    cleaningFee: 5000,
    weeklyDiscountBasisPoints: 1000,
    monthlyDiscountBasisPoints: 0,
    policyDiscountBasisPoints: 0,
    overrides: new Map<string, number>(),
    guestServiceFeeBasisPoints: 1400,
    hostServiceFeeBasisPoints: 300,
    taxes,
  };
  const { lines } = priceStay(rates, stayOf('2027-03-01', '2027-03-11'), guests, '2027-01-01');
  return lines.filter((line) => line.kind === 'tax').reduce((all, line) => all + line.amount, 0);
}

describe('taxes', () => {
  it.each<[string, TaxRule, number]>([
    ['an amount for each person and night', perPerson, 4 * 10 * 200],
    ['an amount for each night', perNight, 10 * 300],
    ['a percentage of the nights less their discount', percent, 9000],
    ['a percentage of the nights alone', { ...percent, base: ['night'] }, 10_000],
    ['a percentage of the nights and the cleaning', { ...percent, base: ['night', 'discount', 'cleaning'] }, 9500],
    ['a percentage of the service fee', { ...percent, base: ['guest_service_fee'] }, 1330],
    ['nothing for infants', { ...perPerson, exemptUnderAge: 2 }, 3 * 10 * 200],
    ['nothing for infants when some of the children are exempt', { ...perPerson, exemptUnderAge: 12 }, 3 * 10 * 200],
    ['nothing for children nor infants', { ...perPerson, exemptUnderAge: 18 }, 2 * 10 * 200],
    ['nothing of what a discount leaves nothing of', { ...percent, base: ['discount'] }, 0],
    ['the share of those who pay', { ...percent, exemptUnderAge: 18 }, 4500],
    ['the first seven nights', { ...perPerson, countedNights: { first: 1, last: 7 } }, 4 * 7 * 200],
    ['the nights from the fifth on', { ...perNight, countedNights: { first: 5, last: 99 } }, 6 * 300],
    ['the percentage of the nights that count', { ...percent, countedNights: { first: 1, last: 5 } }, 4500],
    [
      'what is charged once, by the number of nights that count',
      { ...percent, base: ['cleaning'], countedNights: { first: 1, last: 5 } },
      250,
    ],
    ['the nights since it is in force', { ...perNight, inForceFrom: '2027-03-09' }, 2 * 300],
    ['the nights before it ends', { ...perNight, inForceUntil: '2027-03-03' }, 2 * 300],
    ['nothing when it is not in force', { ...perNight, inForceFrom: '2027-03-11' }, 0],
    ['at most so much a stay', { ...perPerson, maxPerStay: 1234 }, 1234],
    ['at most so much a person and night', { ...percent, maxPerPersonNight: 100 }, 4 * 10 * 100],
    ['at most so much for those who pay', { ...percent, exemptUnderAge: 18, maxPerPersonNight: 100 }, 2 * 10 * 100],
    ['less than the cap', { ...perNight, maxPerStay: 3001 }, 3000],
    ['a percentage with three decimals', { ...percent, basisPoints: 587.5 }, 5288],
    ['nothing of a stay that is long', { ...perNight, exemptFromNights: 10 }, 0],
    ['all of a stay that is not as long', { ...perNight, exemptFromNights: 11 }, 3000],
    ['an amount for each bedroom and night', { ...perBedroom, bedrooms: 3 }, 3 * 10 * 400],
    ['the same of a studio as of one bedroom', { ...perBedroom, bedrooms: 0 }, 10 * 400],
    ['nights from a price on, less the discount', { ...perNight, nightsPriced: { per: 'night', from: 9000 } }, 3000],
    ['no nights of a lower price', { ...perNight, nightsPriced: { per: 'night', from: 9001 } }, 0],
    ['nights below a price', { ...perNight, nightsPriced: { per: 'night', below: 9001 } }, 3000],
    ['no nights of that price', { ...perNight, nightsPriced: { per: 'night', below: 9000 } }, 0],
    [
      'nights by the price of an adult or child, infants not counted',
      { ...perNight, nightsPriced: { per: 'person_night', from: 3000, below: 3001 } },
      3000,
    ],
  ])('take %s', (_what, rule, expected) => {
    expect(taxOf(rule)).toBe(expected);
  });

  it('add up, each on the untaxed price', () => {
    expect(taxOf(percent, perNight, perPerson)).toBe(9000 + 3000 + 8000);
  });

  it('look at the price of each night, with the fee for extra guests', () => {
    const rates = {
      ...NO_DISCOUNTS,
      overrides: new Map([['2027-03-02', 20_000]]),
      extraGuestFee: 500,
      guestsIncluded: 2,
      taxes: [
        { ...percent, nightsPriced: { per: 'night', below: 10_501 } },
        { ...perNight, nightsPriced: { per: 'night', from: 20_500 } },
      ] as const,
    };
    const { lines } = priceStay(rates, stayOf('2027-03-01', '2027-03-04'), guests, '2027-01-01');
    expect(lines.flatMap(({ kind, amount }) => (kind === 'tax' ? [amount] : []))).toEqual([2000, 300]);
  });

  it('are on taxes that they name, and go back with what those are on', () => {
    const lodging: TaxRule = { ...percent, code: 'lodging', basisPoints: 350, base: ['night', 'cleaning'] };
    const onLodging: TaxRule = { ...percent, code: 'vat', basisPoints: 997.5, base: ['night'], onTaxes: ['lodging'] };
    const onThat: TaxRule = { ...percent, basisPoints: 1000, base: [], onTaxes: ['vat'] };
    // 3.5 % of 1,050.00; 9.975 % of 1,000.00 and of that; nothing on a tax on taxes.
    expect(taxOf(onThat, onLodging, lodging)).toBe(3675 + 10_342);
    const rates = { ...NO_DISCOUNTS, cleaningFee: 5000, taxes: [onLodging, lodging] };
    const { lines } = priceStay(rates, stayOf('2027-03-01', '2027-03-02'), guests, '2027-01-01');
    expect(lines.filter(({ kind }) => kind === 'tax')).toMatchObject([
      { amount: 1050, chargedOn: ['night', 'cleaning'], rules: [{ base: ['night', 'tax'], basisPoints: 997.5 }] },
      { amount: 525, chargedOn: ['night', 'cleaning'] },
    ]);
  });

  it('are refused in another currency than the price', () => {
    expect(() => taxOf({ ...perNight, currency: 'USD' })).toThrow('City tax is in USD, not EUR');
  });

  it('say who takes them, and on what', () => {
    const rates = {
      ...NO_DISCOUNTS,
      taxes: [{ ...percent, basisPoints: 575 }, perPerson],
    };
    const { lines } = priceStay(rates, stayOf('2027-03-01', '2027-03-02'), guests, '2027-01-01');
    expect(lines.slice(1)).toEqual([
      {
        kind: 'tax',
        description: 'City tax (City), 5.75 %',
        quantity: 1,
        unit: 575,
        amount: 575,
        chargedOn: ['night', 'discount'],
        rules: [
          {
            rule: 'tax_percent',
            name: 'City tax',
            authority: 'City',
            basisPoints: 575,
            base: ['night', 'discount'],
          },
        ],
      },
      {
        kind: 'tax',
        description: 'City tax (City)',
        quantity: 4,
        unit: 200,
        amount: 800,
        chargedOn: ['night'],
        rules: [{ rule: 'tax_per_person_night', name: 'City tax', authority: 'City', amount: 200 }],
      },
    ]);
  });

  it('say which cap has made them less', () => {
    const rates = { ...NO_DISCOUNTS, taxes: [{ ...perNight, maxPerStay: 200 }] };
    const { lines } = priceStay(rates, stayOf('2027-03-01', '2027-03-02'), guests, '2027-01-01');
    expect(lines.at(-1)).toMatchObject({
      amount: 200,
      rules: [
        { rule: 'tax_per_night', amount: 300 },
        { rule: 'tax_cap', name: 'City tax', authority: 'City', amount: 200 },
      ],
    });
  });
});
