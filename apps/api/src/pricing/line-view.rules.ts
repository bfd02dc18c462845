import type { PriceRuleDto } from '#contracts/price-rules.dto.js';
import type { PriceLineDto } from '#contracts/quotes.dto.js';
import type { LineKind, PriceLine } from './price-lines.js';
import type { PriceRule } from './price.rules.js';

/** A line of a price or of a host's earnings, as it is shown: with its currency, and percentages as people write them. */
export function lineView(line: PriceLine<LineKind>, currency: string): PriceLineDto {
  const { kind, description, date, quantity, unit, amount, rules = [] } = line;
  return {
    kind,
    description,
    ...(date !== undefined && { date }),
    quantity,
    unit: { amount: unit, currency },
    amount: { amount, currency },
    rules: rules.map((rule) => ruleView(rule, currency)),
  };
}

function ruleView(
  { rule, name, authority, threshold, basisPoints, base, amount }: PriceRule,
  currency: string,
): PriceRuleDto {
  return {
    rule,
    ...(name !== undefined && { name }),
    ...(authority !== undefined && { authority }),
    ...(threshold !== undefined && { threshold }),
    ...(basisPoints !== undefined && { percent: basisPoints / 100 }),
    ...(base !== undefined && { base: [...base] }),
    ...(amount !== undefined && { amount: { amount, currency } }),
  };
}
