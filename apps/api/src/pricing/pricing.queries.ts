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
}

/** Units of a currency for one euro. */
export interface ReferenceRate {
  currency: string;
  date: LocalDate;
  /** a plain decimal number */
  perEuro: string;
}

interface TaxRow {
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
      SELECT rule.name,
             rule.authority,
             rule.kind,
             rule.basis_points AS "basisPoints",
             rule.base,
             rule.amount,
             rule.in_force_from AS "inForceFrom",
             rule.in_force_until AS "inForceUntil",
             rule.first_night AS "firstNight",
             rule.last_night AS "lastNight",
             rule.exempt_under_age AS "exemptUnderAge",
             rule.max_per_stay AS "maxPerStay",
             rule.max_per_person_night AS "maxPerPersonNight"
      FROM tax_rules rule
      WHERE tax_applies(rule, ${place.country}, ${place.region}, ${place.city}, ${place.currency})
      ORDER BY rule.region NULLS FIRST, rule.city NULLS FIRST, rule.name, rule.id`);
    return rows.map((row) => taxRule(row, place.currency));
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

/** @param currency the property's: a rule in another is not for it */
function taxRule(row: TaxRow, currency: string): TaxRule {
  const terms = {
    name: row.name,
    authority: row.authority,
    currency,
    inForceFrom: row.inForceFrom ?? undefined,
    inForceUntil: row.inForceUntil ?? undefined,
    countedNights: { first: row.firstNight, last: row.lastNight ?? Number.POSITIVE_INFINITY },
    exemptUnderAge: row.exemptUnderAge ?? undefined,
    maxPerStay: row.maxPerStay ?? undefined,
    maxPerPersonNight: row.maxPerPersonNight ?? undefined,
  };
  // A check of the table: percentages have their two columns, amounts theirs.
  return row.kind === 'percent'
    ? { ...terms, kind: row.kind, basisPoints: row.basisPoints ?? 0, base: row.base ?? [] }
    : { ...terms, kind: row.kind, amount: row.amount ?? 0 };
}
