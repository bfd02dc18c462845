import { Injectable } from '@nestjs/common';
import { Database, sql } from '#database';
import type { LocalDate } from '#dates';
import type { PriceLineKind } from './price-lines.js';
import type { TaxRule } from './tax-rules.js';

/** Where a place is, for the tax office, and in which currency it is priced. */
export interface TaxedPlace {
  country: string;
  region: string;
  city: string;
  currency: string;
  bedrooms: number;
}

/** Units of a currency for one euro. */
export interface ReferenceRate {
  currency: string;
  date: LocalDate;
  /** a plain decimal number */
  perEuro: string;
}

interface TaxRow {
  code: string | null;
  name: string;
  authority: string;
  kind: TaxRule['kind'];
  basisPoints: number | null;
  base: PriceLineKind[] | null;
  amount: number | null;
  inForceFrom: LocalDate | null;
  inForceUntil: LocalDate | null;
  firstNight: number;
  lastNight: number | null;
  exemptUnderAge: number | null;
  exemptFromNights: number | null;
  pricePer: 'night' | 'person_night' | null;
  priceFrom: number | null;
  priceBelow: number | null;
  onTaxes: string[] | null;
  maxPerStay: number | null;
  maxPerPersonNight: number | null;
}

/** What prices are made of, read from the database. */
@Injectable()
export class PricingQueries {
  constructor(private readonly database: Database) {}

  /** The rules of tax for a place, whatever their dates: by `tax_applies`, as the search finds them. */
  async taxes(place: TaxedPlace): Promise<TaxRule[]> {
    const rows = await this.database.rows(sql<TaxRow>`
      SELECT rule.code,
             rule.name,
             rule.authority,
             rule.kind,
             rule.basis_points::float8 AS "basisPoints",
             rule.base,
             rule.amount,
             rule.in_force_from AS "inForceFrom",
             rule.in_force_until AS "inForceUntil",
             rule.first_night AS "firstNight",
             rule.last_night AS "lastNight",
             rule.exempt_under_age AS "exemptUnderAge",
             rule.exempt_from_nights AS "exemptFromNights",
             rule.price_per AS "pricePer",
             rule.price_from AS "priceFrom",
             rule.price_below AS "priceBelow",
             rule.on_taxes AS "onTaxes",
             rule.max_per_stay AS "maxPerStay",
             rule.max_per_person_night AS "maxPerPersonNight"
      FROM tax_rules rule
      WHERE tax_applies(rule, ${place.country}, ${place.region}, ${place.city}, ${place.currency})
      ORDER BY rule.region NULLS FIRST, rule.city NULLS FIRST, rule.name, rule.id`);
    return rows.map((row) => taxRule(row, place));
  }

  /**
   * The reference rates of these currencies on the latest day, up to `today`, that has any: one that was given up before
   * has none. The euro's is 1 on each day.
   */
  async referenceRates(currencies: readonly string[], today: LocalDate): Promise<ReferenceRate[]> {
    return this.database.rows(sql<ReferenceRate>`
      SELECT asked.currency, day.date, CASE asked.currency WHEN 'EUR' THEN '1' ELSE rate.per_euro::text END AS "perEuro"
      FROM (SELECT max(date) AS date FROM exchange_rates WHERE date <= ${today}::date) day
      CROSS JOIN unnest(${[...currencies]}::text[]) AS asked (currency)
      LEFT JOIN exchange_rates rate ON rate.date = day.date AND rate.currency = asked.currency
      WHERE day.date IS NOT NULL
        AND (rate.per_euro IS NOT NULL OR asked.currency = 'EUR')`);
  }
}

/** A rule in another currency than the place's is not for it. */
function taxRule(row: TaxRow, { currency, bedrooms }: TaxedPlace): TaxRule {
  const terms = {
    ...termsOf(row),
    currency,
    countedNights: { first: row.firstNight, last: row.lastNight ?? Number.POSITIVE_INFINITY },
  };
  // A check of the table: percentages have their two columns, amounts theirs.
  if (row.kind === 'percent') {
    return {
      ...terms,
      kind: row.kind,
      basisPoints: row.basisPoints ?? 0,
      base: row.base ?? [],
      onTaxes: row.onTaxes ?? undefined,
    };
  }
  const amount = row.amount ?? 0;
  return row.kind === 'per_bedroom_night'
    ? { ...terms, kind: row.kind, amount, bedrooms }
    : { ...terms, kind: row.kind, amount };
}

function termsOf(row: TaxRow) {
  const { name, authority, pricePer } = row;
  return {
    name,
    authority,
    code: row.code ?? undefined,
    inForceFrom: row.inForceFrom ?? undefined,
    inForceUntil: row.inForceUntil ?? undefined,
    exemptFromNights: row.exemptFromNights ?? undefined,
    exemptUnderAge: row.exemptUnderAge ?? undefined,
    nightsPriced:
      pricePer === null
        ? undefined
        : { per: pricePer, from: row.priceFrom ?? undefined, below: row.priceBelow ?? undefined },
    maxPerStay: row.maxPerStay ?? undefined,
    maxPerPersonNight: row.maxPerPersonNight ?? undefined,
  };
}
