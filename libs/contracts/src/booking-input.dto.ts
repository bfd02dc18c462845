import { Field, ID, InputType } from '@nestjs/graphql';
import { BookingRole, BookingStatus } from './booking-states.js';
import { PageQuery } from './page.dto.js';
import { IsId, IsOneOf } from './validators/codes.js';
import { Omittable } from './validators/field-rule.js';
import { IsText } from './validators/text.js';

/** A booking to be made. */
@InputType('CreateBookingInput', { description: 'A booking to be made from a quote.' })
export class CreateBookingDto {
  /** Your quote: the booking costs exactly what it says */
  @Field(() => ID)
  @IsId()
  quoteId!: string;

  /**
   * What the host should know
   * @example "We arrive by the evening train."
   */
  @Omittable()
  @IsText(0, 2000)
  message?: string;
}

/** Which bookings to list. */
export class BookingsQuery extends PageQuery {
  /**
   * Your bookings as a guest, or those at your properties and at those where you are a co-host with `bookings`
   * @example guest
   */
  @IsOneOf(BookingRole, 'BookingRole')
  role: BookingRole = 'guest';

  /**
   * Only those in this state
   * @example confirmed
   */
  @Omittable()
  @IsOneOf(BookingStatus, 'BookingStatus')
  status?: BookingStatus;
}
