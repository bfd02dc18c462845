import type { FieldError } from '#http';
import { isChargeableCurrency } from '#money';

/** How much text there has to be before guests see a place. */
const MIN_TITLE_LENGTH = 5;
const MIN_DESCRIPTION_LENGTH = 20;

/** What has to be there before guests see a place. */
export interface PublishableContent {
  readonly title: string;
  readonly description: string;
  readonly addressLine1: string;
  readonly city: string;
  readonly beds: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly nightly?: number | null | undefined;
  readonly currency?: string | null | undefined;
}

function textError(pointer: string, text: string, min: number): FieldError[] {
  const length = Array.from(text.trim()).length;
  if (length === 0) return [{ pointer, code: 'missing', message: 'is missing' }];
  return length < min ? [{ pointer, code: 'min_length', message: `must have at least ${min} characters` }] : [];
}

/** All that keeps a property from being published, as fields of it; nothing when it can be. */
export function missingForPublishing(content: PublishableContent): FieldError[] {
  const atNullIsland = content.latitude === 0 && content.longitude === 0;
  return [
    ...textError('/title', content.title, MIN_TITLE_LENGTH),
    ...textError('/description', content.description, MIN_DESCRIPTION_LENGTH),
    ...textError('/address/line1', content.addressLine1, 1),
    ...textError('/address/city', content.city, 1),
    ...(atNullIsland ? [{ pointer: '/location', code: 'missing', message: 'is in the sea at 0, 0' }] : []),
    ...(content.beds === 0 ? [{ pointer: '/capacity/beds', code: 'min', message: 'must be at least 1' }] : []),
    ...priceErrors(content),
  ];
}

/**
 * What a change takes away of that: what is wrong after it and was not before. What guests see already may stay as it
 * is – imported places have no street – and may be mended in part; it may not get worse.
 */
export function lostForPublishing(before: readonly FieldError[], after: readonly FieldError[]): FieldError[] {
  const codes = new Map(before.map(({ pointer, code }) => [pointer, code]));
  return after.filter(({ pointer, code }) => codes.get(pointer) !== code && codes.get(pointer) !== 'missing');
}

function priceErrors({ nightly, currency }: PublishableContent): FieldError[] {
  const pointer = '/pricing/nightly';
  if (typeof nightly !== 'number' || typeof currency !== 'string') {
    return [{ pointer, code: 'missing', message: 'is missing' }];
  }
  if (isChargeableCurrency(currency)) return [];
  return [{ pointer, code: 'currency', message: `cards cannot be charged in ${currency}` }];
}
