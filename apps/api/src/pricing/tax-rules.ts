import { nightCount, nightsOf, type LocalDate, type Stay } from '#dates';
import { type Guests } from './guests.js';
import { percentText, type PriceLineKind } from './price-lines.js';

/** The ages that a guest's kind stands for: infants are under 2, children under 13. */
const INFANTS_UNDER = 2;
const CHILDREN_UNDER = 13;

/** A band of prices, of a night or of a person and night. */
interface NightsPriced {
  readonly per: 'night' | 'person_night';
  readonly from?: number | undefined;
  readonly below?: number | undefined;
}

interface TaxRuleTerms {
  /** What the guest reads on the line, e.g. `Occupancy tax`. */
  readonly name: string;
  /** To whom it is owed, e.g. `City of Albany`. */
  readonly authority: string;
  /** What taxes on it call it; the versions of a rule share it. */
  readonly code?: string | undefined;
  /** The currency of its amounts and caps: the property's. */
  readonly currency: string;
  /** The first night that is taxed, by date; always, when absent. */
  readonly inForceFrom?: LocalDate | undefined;
  /** The first night that is no longer taxed, by date. */
  readonly inForceUntil?: LocalDate | undefined;
  /** Which of a stay's nights count, from 1, both ends included: `{ first: 1, last: 7 }` are the first seven. */
  readonly countedNights?: { readonly first: number; readonly last: number } | undefined;
  /** A stay of so many nights or more pays nothing. */
  readonly exemptFromNights?: number | undefined;
  /** Only nights of such a price count: from `from` on, below `below`, in minor units. */
  readonly nightsPriced?: NightsPriced | undefined;
  /**
   * Guests under this age do not pay. Ages within a kind of guest are not known, so a kind is exempt only when all of
   * its ages are: infants from 2 on, children (2 to 12) from 13 on.
   */
  readonly exemptUnderAge?: number | undefined;
  /** The most that a stay pays, in minor units. */
  readonly maxPerStay?: number | undefined;
  /** The most for each paying guest and counted night, in minor units. */
  readonly maxPerPersonNight?: number | undefined;
}

/** A percentage of some lines of the price, and of other taxes. */
export interface PercentTax extends TaxRuleTerms {
  readonly kind: 'percent';
  /** With up to three decimals: 5.875 % is 587.5. */
  readonly basisPoints: number;
  readonly base: readonly PriceLineKind[];
  /** Codes of taxes that are in the base as well; of those only that are on no taxes themselves. */
  readonly onTaxes?: readonly string[] | undefined;
}

/** A tax as data: a percentage, or an amount a night, or for each person or bedroom. */
export type TaxRule =
  | PercentTax
  | (TaxRuleTerms & { readonly kind: 'per_night' | 'per_person_night'; readonly amount: number })
  | (TaxRuleTerms & { readonly kind: 'per_bedroom_night'; readonly amount: number; readonly bedrooms: number });

/** Whether a rule is a tax on other taxes. */
export function isOnTaxes(rule: TaxRule): rule is PercentTax {
  return rule.kind === 'percent' && rule.onTaxes !== undefined;
}

/** The nights of a stay on which a rule is in force and that it counts, whatever they cost. */
export function taxableNights(rule: TaxRule, stay: Stay): ReadonlySet<LocalDate> {
  if (nightCount(stay) >= (rule.exemptFromNights ?? Number.POSITIVE_INFINITY)) return new Set();
  const { first = 1, last = Number.POSITIVE_INFINITY } = rule.countedNights ?? {};
  return new Set(
    nightsOf(stay).filter((date, index) => {
      const inForce = (rule.inForceFrom ?? date) <= date && !(rule.inForceUntil && date >= rule.inForceUntil);
      return inForce && index + 1 >= first && index + 1 <= last;
    }),
  );
}

/** How many of the guests a rule makes pay. */
export function payingPersons({ exemptUnderAge = 0 }: TaxRule, guests: Guests): number {
  const children = exemptUnderAge >= CHILDREN_UNDER ? 0 : guests.children;
  const infants = exemptUnderAge >= INFANTS_UNDER ? 0 : guests.infants;
  return guests.adults + children + infants;
}

/** The most that a rule takes for a stay with so many paying persons times counted nights; infinite without a cap. */
export function capOf(rule: TaxRule, personNights: number): number {
  const byPerson = (rule.maxPerPersonNight ?? Number.POSITIVE_INFINITY) * personNights;
  return Math.min(rule.maxPerStay ?? Number.POSITIVE_INFINITY, byPerson);
}

/** What the guest reads on the line of a tax. */
export function taxDescription(rule: TaxRule): string {
  const rate = rule.kind === 'percent' ? `, ${percentText(rule.basisPoints)}` : '';
  return `${rule.name} (${rule.authority})${rate}`;
}
