import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, CurrentUser, Scope, type Actor, type Principal } from '#auth';
import { BookingsQuery, CreateBookingDto } from '#contracts/booking-input.dto.js';
import { BookingDto, BookingPageDto } from '#contracts/bookings.dto.js';
import { CancellationDto } from '#contracts/cancellations.dto.js';
import type { Page } from '#contracts/page.dto.js';
import {
  Created,
  Forbidden,
  IdPipe,
  IllegalTransition,
  InvalidInput,
  NeedsIdempotencyKey,
  NotFound,
  Problems,
  RateLimit,
  Unauthenticated,
} from '#http';
import { DatesUnavailable, StayNotAllowed } from '../calendar/calendar.service.js';
import { PaymentImpossible, PaymentsUnavailable } from '../payments/payments.service.js';
import { OwnProperty, QuoteExpired } from '../pricing/quotes.service.js';
import { EmailUnverified } from '../users/users.service.js';
import { BookingReading } from './booking-reading.js';
import { PropertyNotBookable, QuoteUsed } from './bookings.errors.js';
import { BookingsService } from './bookings.service.js';

/** Guests' reservations of stays. */
@Controller('v1/bookings')
@ApiTags('bookings')
@Problems(InvalidInput, Unauthenticated)
export class BookingsController {
  constructor(
    private readonly bookings: BookingsService,
    private readonly reading: BookingReading,
  ) {}

  /** Holds the nights of a quote while the guest pays with the answer's `payment.clientSecret`. */
  @Post()
  @Created('/v1/bookings')
  @NeedsIdempotencyKey()
  @RateLimit('booking')
  @ApiOperation({ operationId: 'createBooking', summary: 'Book a quote' })
  @Problems(
    EmailUnverified,
    NotFound,
    QuoteExpired,
    QuoteUsed,
    DatesUnavailable,
    PropertyNotBookable,
    StayNotAllowed,
    OwnProperty,
    PaymentImpossible,
    PaymentsUnavailable,
  )
  create(@CurrentUser() user: Principal, @Body() input: CreateBookingDto): Promise<BookingDto> {
    return this.bookings.create(user, input);
  }

  @Get()
  @Scope('bookings:read')
  @ApiOperation({ operationId: 'listBookings', summary: 'List your bookings, as a guest or as a host' })
  @ApiOkResponse({ type: BookingPageDto })
  list(@CurrentActor() actor: Actor, @Query() query: BookingsQuery): Promise<Page<BookingDto>> {
    return this.reading.list(actor, query);
  }

  @Get(':id')
  @Scope('bookings:read')
  @ApiOperation({ operationId: 'getBooking', summary: 'Read a booking' })
  @Problems(NotFound)
  find(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<BookingDto> {
    return this.reading.find(actor, id);
  }

  /** Takes the guest's money and confirms the booking. Saying yes again is no error. */
  @Post(':id/accept')
  @HttpCode(200)
  @NeedsIdempotencyKey()
  @Scope('bookings:write')
  @ApiOperation({ operationId: 'acceptBooking', summary: 'Say yes to a request' })
  @Problems(NotFound, Forbidden, IllegalTransition)
  accept(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<BookingDto> {
    return this.bookings.accept(actor, id);
  }

  @Post(':id/decline')
  @HttpCode(200)
  @NeedsIdempotencyKey()
  @Scope('bookings:write')
  @ApiOperation({ operationId: 'declineBooking', summary: 'Say no to a request' })
  @Problems(NotFound, Forbidden, IllegalTransition)
  decline(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<BookingDto> {
    return this.bookings.decline(actor, id);
  }

  /** Cancels for your side, on the terms that `bookingCancellation` shows. */
  @Post(':id/cancel')
  @HttpCode(200)
  @NeedsIdempotencyKey()
  @ApiOperation({ operationId: 'cancelBooking', summary: 'Cancel a booking' })
  @Problems(NotFound, IllegalTransition)
  cancel(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string): Promise<BookingDto> {
    return this.bookings.cancel(user, id);
  }

  @Get(':id/cancellation')
  @ApiOperation({
    operationId: 'getBookingCancellation',
    summary: 'What would go back if you cancelled now, line by line',
  })
  @Problems(NotFound, IllegalTransition)
  cancellation(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string): Promise<CancellationDto> {
    return this.reading.cancellation(user, id);
  }
}
