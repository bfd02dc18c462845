import type { LineKind } from '#contracts/line-kinds.js';
import type { PriceRuleName } from '#contracts/price-rules.dto.js';

/**
 * A rule that has made a line of a price what it is, as it was then: amounts in minor units of the price's currency,
 * percentages in basis points. What each name stands for is told in docs/pricing.md.
 */
export interface PriceRule {
  readonly rule: PriceRuleName;
  /** of a season or a tax */
  readonly name?: string;
  /** to whom a tax is owed */
  readonly authority?: string;
  /** nights, days or guests from which on, or up to which, the rule holds */
  readonly threshold?: number;
  readonly basisPoints?: number;
  /** the lines that a percentage is of, by their kinds */
  readonly base?: readonly LineKind[];
  readonly amount?: number;
}
