import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { LocalDate } from '#dates';
import type { FileRule } from './file-rule.js';
import { SHIPPED_TAXES } from './load-taxes.js';
import { readTaxFile } from './tax-file.js';
import { priceStay } from '../pricing/quote.js';
import type { TaxRule } from '../pricing/tax-rules.js';

interface Place {
  country: string;
  region: string;
  city: string;
}

/** What taxes a stay pays, worked out from the law's words: by name, each version on its own, in minor units. */
interface Example {
  what: string;
  checkIn: LocalDate;
  checkOut: LocalDate;
  guests: { adults: number; children: number; infants: number };
  nightly: number;
  weekendNightly?: number;
  cleaningFee?: number;
  bedrooms?: number;
  taxes: [name: string, amount: number][];
}

interface Jurisdiction {
  place: Place;
  currency: string;
  checked: string;
  examples: Example[];
}

const files = readdirSync(SHIPPED_TAXES).map((name) => {
  const text = readFileSync(join(SHIPPED_TAXES, name), 'utf8');
  return { name, ...(JSON.parse(text) as Jurisdiction), ...readTaxFile(text) };
});

/** The rules of all files that are for a place: those of other places must not be among them. */
function rulesAt({ country, region, city }: Place, currency: string, bedrooms: number): TaxRule[] {
  return files
    .flatMap(({ rules }) => rules)
    .filter((rule) => rule.country === country && (rule.region ?? region) === region && (rule.city ?? city) === city)
    .filter((rule) => (rule.currency ?? currency) === currency)
    .map((rule) => ruleOf(rule, currency, bedrooms));
}

function ruleOf(rule: FileRule, currency: string, bedrooms: number): TaxRule {
  const { kind, firstNight = 1, lastNight = Infinity, pricePer, priceFrom, priceBelow, amount = 0, ...more } = rule;
  const terms = {
    ...more,
    currency,
    countedNights: { first: firstNight, last: lastNight },
    nightsPriced: pricePer && { per: pricePer, from: priceFrom, below: priceBelow },
  };
  if (kind === 'percent') return { ...terms, kind, basisPoints: rule.basisPoints ?? 0, base: rule.base ?? [] };
  return kind === 'per_bedroom_night' ? { ...terms, kind, amount, bedrooms } : { ...terms, kind, amount };
}

const FREE = {
  weeklyDiscountBasisPoints: 0,
  monthlyDiscountBasisPoints: 0,
  policyDiscountBasisPoints: 0,
  overrides: new Map<LocalDate, number>(),
  guestServiceFeeBasisPoints: 0,
  hostServiceFeeBasisPoints: 0,
};

/** The taxes of an example by the name of their rule, sorted, as an example's order says nothing. */
function taxesOf({ place, currency }: Jurisdiction, example: Example): [string, number][] {
  const { checkIn, checkOut, guests, bedrooms = 1, nightly, weekendNightly, cleaningFee } = example;
  const rates = {
    ...FREE,
    currency,
    nightly,
    weekendNightly,
    cleaningFee,
    taxes: rulesAt(place, currency, bedrooms),
  };
  const { lines } = priceStay(rates, { checkIn, checkOut }, { ...guests, pets: 0 }, '2024-01-01');
  return sorted(
    lines.flatMap(({ kind, amount, rules = [] }) => (kind === 'tax' ? [[rules[0]?.name ?? '', amount]] : [])),
  );
}

function sorted(taxes: [string, number][]): [string, number][] {
  return taxes.toSorted(([one, amount], [other, more]) => one.localeCompare(other) || amount - more);
}

describe.each(files)('the taxes in data/taxes/$name', (file) => {
  it('can be loaded, and say where they are from', () => {
    expect(file.wrong).toEqual([]);
    expect(file.checked).not.toBe('');
  });

  it.each(file.examples)('take of a stay what the law says: $what', (example) => {
    expect(taxesOf(file, example)).toEqual(sorted(example.taxes));
  });
});

it('there are taxes of at least fourteen places', () => {
  expect(files.length).toBeGreaterThanOrEqual(14);
});
