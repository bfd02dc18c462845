import { describe, expect, it } from '@jest/globals';
import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { IsMoney, MoneyDto } from '../money.dto.js';
import { PageQuery } from '../page.dto.js';
import { IsId } from './codes.js';
import { IsCountry } from './places.js';
import { IsLocalDate, IsTime } from './dates.js';
import { Omittable } from './field-rule.js';
import { IsNested, IsNestedList } from './nested.js';
import { IsWhole } from './numbers.js';
import { IsLine, IsText } from './text.js';

class Inner {
  @IsWhole(1, 9)
  count!: number;
}

class Body {
  @IsLine(1, 5) title!: string;
  @IsText(0, 10) note!: string;
  @IsLocalDate() date!: string;
  @IsTime() time!: string;
  @IsId() id!: string;
  @IsCountry() country!: string;
  @IsNested(() => Inner) inner!: Inner;
  @IsNestedList(() => Inner, 2) list!: Inner[];
  @IsMoney(1, 100) price!: MoneyDto;
  @Omittable() @IsWhole(1, 2) maybe?: number;
  @Omittable() @IsLocalDate({ each: true }) dates?: string[];
}

const good = {
  title: 'A b',
  note: 'one\ntwo',
  date: '2028-02-29',
  time: '23:59',
  id: '019abcde-0000-7000-8000-000000000001',
  country: 'FR',
  inner: { count: 3 },
  list: [{ count: 1 }],
  price: { amount: 100, currency: 'EUR' },
};

function codes(errors: ValidationError[], path = ''): string[] {
  return errors.flatMap((error) => [
    ...Object.keys(error.constraints ?? {}).map((code) => `${path}/${error.property} ${code}`),
    ...codes(error.children ?? [], `${path}/${error.property}`),
  ]);
}

const codesOf = (change: object): string[] => codes(validateSync(plainToInstance(Body, { ...good, ...change })));

describe('field rules', () => {
  it('take a good body', () => {
    expect(codesOf({})).toEqual([]);
  });

  it.each([
    [{ title: '   ' }, ['/title min_length']],
    [{ title: 'abcdef' }, ['/title max_length']],
    [{ title: '😀😀😀😀😀' }, []],
    [{ title: 'a\nb' }, ['/title one_line']],
    [{ title: 'a\0b' }, ['/title characters']],
    [{ title: 'a\ud800' }, ['/title characters']],
    [{ title: 'a\u202eb' }, ['/title deceiving']],
    [{ title: 'a\u00ad\u200bb' }, ['/title deceiving']],
    [{ title: '\u{1f469}\u200d\u{1f680}' }, []],
    [{ title: '\u0646\u200c\u0645' }, []],
    [{ title: '\u{1f3f4}\u{e0075}\u{e0073}\u{e007f}' }, []],
    [{ title: 'a\u{e0075}\u{e007f}' }, ['/title deceiving']],
    [{ note: 'a\u200b\u202eb' }, []],
    [{ title: '\u3164' }, ['/title min_length', '/title deceiving']],
    [{ title: 'a\uffa0b' }, ['/title deceiving']],
    [{ title: '\u2800' }, ['/title min_length']],
    [{ title: '\u034f\ufe0f' }, ['/title min_length']],
    [{ title: '\u845b\u{e0100}' }, []],
    [{ title: '\u2764\ufe0f' }, []],
    [{ title: 7 }, ['/title string']],
    [{ date: '2027-02-30' }, ['/date date']],
    [{ time: '24:00' }, ['/time time']],
    [{ id: 'seven' }, ['/id uuid']],
    [{ country: 'XX' }, ['/country country']],
    [{ country: 'fr' }, ['/country country']],
    [{ inner: undefined }, ['/inner object']],
    [{ inner: [{ count: 3 }] }, ['/inner object']],
    [{ inner: { count: 1.5 } }, ['/inner/count integer']],
    [{ inner: { count: '3' } }, ['/inner/count integer']],
    [{ inner: { count: 1e300 } }, ['/inner/count max']],
    [{ list: { count: 1 } }, ['/list arrayMaxSize', '/list isArray']],
    [{ list: [{ count: 1 }, { count: 0 }] }, ['/list/1/count min']],
    [{ price: { amount: 0, currency: 'EUR' } }, ['/price amount_min']],
    [{ price: { amount: 101, currency: 'euro' } }, ['/price amount_max', '/price/currency currency']],
    [{ maybe: 3 }, ['/maybe max']],
    [{ maybe: null }, ['/maybe integer']],
  ])('name what is wrong with %j', (change, wrong) => {
    expect(codesOf(change).sort()).toEqual([...wrong].sort());
  });
});

it('a rule for each item says which of them broke it', () => {
  const dates = ['2027-01-01', 'soon', '2027-02-28', '2027-02-30'];
  const [error] = validateSync(plainToInstance(Body, { ...good, dates }));
  expect(error?.constraints?.date).toBe('dates/1,3 must be a date that exists, written YYYY-MM-DD');
});

describe('page query', () => {
  it('has a limit of 20 unless told, and reads it from text', () => {
    expect(plainToInstance(PageQuery, {}).limit).toBe(20);
    expect(plainToInstance(PageQuery, { limit: '7' }).limit).toBe(7);
  });

  it.each(['0', '101', 'many', '', '1.5', '0x10', '1e1', ' 5', '+5', '5.0'])('refuses the limit %j', (limit) => {
    expect(validateSync(plainToInstance(PageQuery, { limit }))).toHaveLength(1);
  });
});
