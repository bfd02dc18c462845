import type { ArgumentMetadata } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { Type } from 'class-transformer';
import { IsDefined, IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { PageQuery } from '#contracts/page.dto.js';
import { IsOneOf } from '#contracts/validators/codes.js';
import { IsWhole } from '#contracts/validators/numbers.js';
import { IsLine } from '#contracts/validators/text.js';
import { InvalidInput } from '../problems/common-errors.js';
import { ContractPipe } from './validation.pipe.js';

class Guests {
  @IsInt()
  @Min(1)
  @Max(16)
  adults!: number;
}

class Room {
  @IsLine(1, 20)
  name!: string;

  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => Guests)
  parties?: Guests[];
}

class Body {
  @IsDefined()
  @ValidateNested()
  @Type(() => Guests)
  guests!: Guests;

  @ValidateNested({ each: true })
  @Type(() => Room)
  rooms!: Room[];

  @IsOneOf({ wifi: 'wifi', pool: 'pool' }, 'Amenity', { each: true })
  amenities!: string[];
}

const BODY: ArgumentMetadata = { type: 'body', metatype: Body };
const good = () => ({ guests: { adults: 2 }, rooms: [{ name: 'Blue' }], amenities: ['wifi'] });

async function errorsOf(value: unknown, metadata: ArgumentMetadata = BODY): Promise<[string, string][]> {
  const refusal: unknown = await new ContractPipe().transform(value, metadata).catch((error: unknown) => error);
  if (!(refusal instanceof InvalidInput)) throw new Error('it was not refused');
  return (refusal.details.errors ?? []).map(({ pointer, code }) => [pointer, code]);
}

describe('ContractPipe', () => {
  it('gives instances of the contract classes, all the way down', async () => {
    const body = (await new ContractPipe().transform(good(), BODY)) as Body;
    expect(body).toBeInstanceOf(Body);
    expect(body.guests).toBeInstanceOf(Guests);
    expect(body.rooms[0]).toBeInstanceOf(Room);
  });

  it('names every wrong field at once, within objects and lists', async () => {
    const rooms = [{ name: 'Blue', parties: [{ adults: 1 }, { adults: 17 }] }, { name: 7 }];
    const errors = await errorsOf({ guests: { adults: 0.5 }, rooms, amenities: ['wifi', 'moat', 'pool', 3] });
    expect(errors).toEqual([
      ['/guests/adults', 'min'],
      ['/guests/adults', 'is_int'],
      ['/rooms/0/parties/1/adults', 'max'],
      ['/rooms/1/name', 'string'],
      ['/amenities/1', 'one_of'],
      ['/amenities/3', 'one_of'],
    ]);
  });

  it('refuses fields that it does not know, within objects and lists too', async () => {
    const rooms = [{ name: 'Blue', parties: [{ adults: 1, butlers: 1 }], 'sea/view': true }];
    const errors = await errorsOf({ ...good(), guests: { adults: 2, isAdmin: true }, rooms, hostId: 'x' });
    expect(errors.sort()).toEqual([
      ['/guests/isAdmin', 'unknown_field'],
      ['/hostId', 'unknown_field'],
      ['/rooms/0/parties/0/butlers', 'unknown_field'],
      ['/rooms/0/sea~1view', 'unknown_field'],
    ]);
  });

  it('says of a missing object where it belongs', async () => {
    expect(await errorsOf({ rooms: [], amenities: [] })).toEqual([['/guests', 'is_defined']]);
  });

  it.each([[null], [undefined], [[]], ['{}'], [7], [true]])('refuses a body that is no object: %j', async (body) => {
    expect(await errorsOf(body)).toEqual([['', 'object']]);
  });

  it('refuses what no field may hold, also where no field is known', async () => {
    expect(await errorsOf({ ...good(), note: 'a\u0000b' })).toEqual([['/note', 'text']]);
    expect(await errorsOf('a\u0000b', { type: 'param', metatype: String, data: 'id' })).toEqual([['/id', 'text']]);
  });

  it('names a hundred wrong fields at most, and says how many more there are', async () => {
    const body = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`f${index}`, 1]));
    const refusal: unknown = await new ContractPipe().transform({ ...good(), ...body }, BODY).catch((e: unknown) => e);
    expect(refusal).toBeInstanceOf(InvalidInput);
    expect((refusal as InvalidInput).details.errors).toHaveLength(100);
    expect((refusal as InvalidInput).message).toMatch(/; and 150 more$/);
  });

  it('reads numbers out of a query, and refuses what is none', async () => {
    const query: ArgumentMetadata = { type: 'query', metatype: PageQuery };
    expect(await new ContractPipe().transform({ limit: '7' }, query)).toMatchObject({ limit: 7 });
    expect(await new ContractPipe().transform({}, query)).toMatchObject({ limit: 20 });
    for (const limit of ['', 'x', '0', '101', '1.5', '-1', 'NaN', 'Infinity', ['1', '2']]) {
      expect((await errorsOf({ limit }, query))[0]?.[0]).toBe('/limit');
    }
    expect(await errorsOf({ cursor: ['a', 'b'] }, query)).toEqual(expect.arrayContaining([['/cursor', 'cursor']]));
  });

  it('takes the objects without a prototype that queries and GraphQL come as', async () => {
    const input = Object.assign(Object.create(null), { adults: 3 }) as object;
    expect(await new ContractPipe().transform(input, { type: 'query', metatype: Guests })).toEqual({ adults: 3 });
  });

  it('leaves alone what our own decorators hand to a method', async () => {
    const principal = { id: '1', roles: [] };
    expect(await new ContractPipe().transform(principal, { type: 'custom', metatype: Body })).toBe(principal);
  });
});

describe('IsWhole', () => {
  class Price {
    @IsWhole(0, 100)
    amount!: number;
  }

  it.each([['9'], [1e400], [Number.NaN], [101], [-1], [0.1], [null], [[]]])('refuses %p', async (amount) => {
    expect((await errorsOf({ amount }, { type: 'body', metatype: Price })).length).toBeGreaterThan(0);
  });
});
