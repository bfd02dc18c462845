import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { pageOf } from './page.dto.js';
import { SearchDto } from './search.dto.js';
import { IsId, IsOneOf } from './validators/codes.js';
import { Omittable } from './validators/field-rule.js';
import { IsNested } from './validators/nested.js';
import { IsLine, Trimmed } from './validators/text.js';

export const Alerts = { none: 'none', daily: 'daily', instant: 'instant' } as const;
export type Alerts = keyof typeof Alerts;
registerEnumType(Alerts, {
  name: 'Alerts',
  description: 'none: no letters; daily: one a day at most; instant: one an hour at most.',
});

/** A search to be kept. */
@InputType('CreateSavedSearchInput', { description: 'A search to be kept.' })
export class CreateSavedSearchInput {
  /**
   * What it is called
   * @example "By the sea in July"
   */
  @Trimmed()
  @IsLine(1, 100)
  name!: string;

  /**
   * As it is asked for in a search
   * @example { "place": "Albany, NY", "guests": 2, "amenities": ["wifi"] }
   */
  @IsNested(() => SearchDto)
  search!: SearchDto;

  /** How often a letter tells of places that it finds anew; `none` unless told */
  @Field(() => Alerts, { nullable: true })
  @Omittable()
  @IsOneOf(Alerts, 'Alerts')
  alerts?: Alerts;
}

/** What is changed of a saved search; what is left out stays. */
@InputType('UpdateSavedSearchInput', { description: 'What is changed of a saved search; what is left out stays.' })
export class UpdateSavedSearchInput {
  /**
   * What it is called
   * @example "By the sea in August"
   */
  @Omittable()
  @Trimmed()
  @IsLine(1, 100)
  name?: string;

  /**
   * In place of the whole search that was; what it finds at once is nothing new
   * @example { "place": "Albany, NY", "guests": 4, "amenities": ["wifi"] }
   */
  @Field(() => SearchDto, { nullable: true })
  @Omittable()
  @IsNested(() => SearchDto)
  search?: SearchDto;

  /** How often a letter tells of places that it finds anew */
  @Field(() => Alerts, { nullable: true })
  @Omittable()
  @IsOneOf(Alerts, 'Alerts')
  alerts?: Alerts;
}

/** A search that you keep. */
@ObjectType('SavedSearch', { description: 'A search that you keep.' })
export class SavedSearchDto {
  @Field(() => ID)
  @IsId()
  id!: string;

  /** @example "By the sea in July" */
  name!: string;

  search!: SearchDto;

  /** How often a letter tells of places that it finds anew, among its 200 best; each is told of once */
  @Field(() => Alerts)
  @IsOneOf(Alerts, 'Alerts')
  alerts!: Alerts;

  /** Whether its dates have passed: then there are no more alerts */
  ended!: boolean;

  /**
   * Counts the changes; send it along with the next one
   * @example 1
   */
  @Field(() => Int)
  version!: number;

  createdAt!: Date;
}

/** One page of saved searches, the latest first. */
export class SavedSearchPageDto extends pageOf(SavedSearchDto) {}

/** Ends the letters about a search. */
export class EndAlertsInput {
  /**
   * Out of the link in a letter
   * @example AZOgsnw-fRCfVysfPF1-kABl4g0QZmlndXJlcyBvZiBzcGVlY2ggYXJlIG5vdCBhbGxvd2Vk
   */
  @IsLine(1, 200)
  token!: string;
}
