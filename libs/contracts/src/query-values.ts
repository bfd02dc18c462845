import { Transform } from 'class-transformer';

/** No number of ours has more digits: `Number.MAX_SAFE_INTEGER` has 16. */
const WHOLE = /^-?\d{1,16}$/;
const DECIMAL = /^-?\d{1,15}(\.\d{1,15})?$/;

/** In a query everything is text: a number's text becomes the number; all else stays, to be refused by the field's rules. */
export function QueryNumber(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => numberIn(value));
}

/** As `QueryNumber`, where only a whole number has a meaning. */
export function QueryWhole(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && WHOLE.test(value) ? Number(value) : value,
  );
}

/** `true` and `false` as text become booleans. */
export function QueryBoolean(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value));
}

/** `a,b` becomes `['a', 'b']`, without the empty ones. */
export function QueryList(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => itemsIn(value));
}

/** `1,2.5` becomes `[1, 2.5]`. */
export function QueryNumbers(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => {
    const items = itemsIn(value);
    return Array.isArray(items) ? items.map(numberIn) : items;
  });
}

function numberIn(value: unknown): unknown {
  return typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
}

function itemsIn(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
