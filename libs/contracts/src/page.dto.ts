import type { Type as Class } from '@nestjs/common';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { QueryWhole } from './query-values.js';
import { IsCursor } from './validators/cursors.js';
import { IsWhole } from './validators/numbers.js';

const DEFAULT_PAGE_LIMIT = 20;
const MAX_PAGE_LIMIT = 100;

/** Which part of a list to answer. */
export class PageQuery {
  /**
   * How many to answer at most
   * @example 20
   */
  @QueryWhole()
  @IsWhole(1, MAX_PAGE_LIMIT)
  @ApiProperty({ required: false })
  limit: number = DEFAULT_PAGE_LIMIT;

  /** Where to go on: the `nextCursor` of the page before; opaque */
  @IsOptional()
  @IsCursor()
  @ApiProperty({ required: false, minLength: 1, maxLength: 1000 })
  cursor?: string;
}

/** One page of a list: `nextCursor` is null on the last. */
export interface Page<Item> {
  data: Item[];
  nextCursor: string | null;
}

/** How many there are in a list, counted to 1,000. */
@ObjectType('Count', { description: 'How many there are in a list, counted to 1,000.' })
export class CountDto {
  /** @example 217 */
  @Field(() => Int)
  @IsWhole(0, 1000)
  value!: number;

  /** Whether there are more than `value` */
  bounded!: boolean;
}

/**
 * The class that describes a page of `item` in the OpenAPI document:
 * `export class PropertyPageDto extends pageOf(PropertyDto) {}`
 */
export function pageOf<Item extends object>(item: Class<Item>): Class<Page<Item>> {
  class PageOfItems implements Page<Item> {
    @ApiProperty({ type: [item] })
    data!: Item[];

    @ApiProperty({
      type: String,
      nullable: true,
      description: 'Pass it as `cursor` for the next page; null on the last',
    })
    nextCursor!: string | null;
  }
  return PageOfItems;
}
