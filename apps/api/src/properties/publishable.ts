import type { FieldError } from '#http';

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
    ...(typeof content.nightly !== 'number'
      ? [{ pointer: '/pricing/nightly', code: 'missing', message: 'is missing' }]
      : []),
  ];
}
