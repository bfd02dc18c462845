import { InputType, ObjectType } from '@nestjs/graphql';
import { Omittable } from '../validators/field-rule.js';
import { IsCountry } from '../validators/places.js';
import { IsLine } from '../validators/text.js';

/** Where a place is, as one writes it on an envelope. */
@ObjectType('Address', { description: 'Where a place is, as one writes it on an envelope.' })
@InputType('AddressInput', { description: 'Where a place is, as one writes it on an envelope.' })
export class AddressDto {
  /**
   * Street and number; only the host sees it here, a guest finds it in the booking
   * @example "12 Willett Street"
   */
  @Omittable()
  @IsLine(0, 200)
  line1?: string;

  /**
   * City, town or village
   * @example "Albany"
   */
  @IsLine(1, 100)
  city!: string;

  /**
   * State, province or the like
   * @example "New York"
   */
  @Omittable()
  @IsLine(0, 100)
  region?: string;

  /**
   * Postal code
   * @example "12210"
   */
  @Omittable()
  @IsLine(0, 20)
  postalCode?: string;

  /**
   * Country, ISO 3166-1 alpha-2
   * @example "US"
   */
  @IsCountry()
  country!: string;
}

/** What to change of an address. */
@InputType('UpdateAddressInput', { description: 'What to change of an address; what is left out stays as it is.' })
export class UpdateAddressDto {
  /** @example "12 Willett Street" */
  @Omittable()
  @IsLine(0, 200)
  line1?: string;

  /** @example "Albany" */
  @Omittable()
  @IsLine(1, 100)
  city?: string;

  /** @example "New York" */
  @Omittable()
  @IsLine(0, 100)
  region?: string;

  /** @example "12210" */
  @Omittable()
  @IsLine(0, 20)
  postalCode?: string;

  /** @example "US" */
  @Omittable()
  @IsCountry()
  country?: string;
}
