import { Type } from '@mikro-orm/core';
import type { DiscountStep } from './discount-steps.rules.js';

/** Steps as a column has them, `integer[][]`: MikroORM's own arrays have one dimension. */
export class DiscountSteps extends Type<readonly DiscountStep[], string> {
  override convertToDatabaseValue(steps: readonly DiscountStep[]): string {
    return `{${steps.map(([threshold, basisPoints]) => `{${threshold},${basisPoints}}`).join(',')}}`;
  }

  override getColumnType(): string {
    return 'integer[]';
  }

  override compareAsType(): string {
    return 'string';
  }
}
