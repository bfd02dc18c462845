import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, type Principal } from '#auth';
import { CreateQuoteDto, QuoteDto } from '#contracts/quotes.dto.js';
import { Created, IdPipe, InvalidInput, NotFound, Problems, RateLimit, Tagged, Unauthenticated } from '#http';
import { DatesUnavailable, StayNotAllowed } from '../calendar/calendar.service.js';
import { CurrencyNotPayable, OwnProperty, PriceTooLarge, PriceTooSmall, TooManyGuests } from './pricing.errors.js';
import { QuotesService } from './quotes.service.js';

/** Prices for stays. */
@ApiTags('quotes')
@Controller('v1/quotes')
export class QuotesController {
  constructor(private readonly quotes: QuotesService) {}

  @Post()
  @Created('/v1/quotes')
  @Tagged()
  @RateLimit('quote')
  @ApiOperation({ operationId: 'createQuote', summary: 'Price a stay; the offer is honoured for half an hour' })
  @Problems(
    InvalidInput,
    Unauthenticated,
    NotFound,
    DatesUnavailable,
    StayNotAllowed,
    OwnProperty,
    TooManyGuests,
    PriceTooLarge,
    PriceTooSmall,
    CurrencyNotPayable,
  )
  create(@CurrentUser() user: Principal, @Body() input: CreateQuoteDto): Promise<QuoteDto> {
    return this.quotes.create(user, input);
  }

  @Get(':id')
  @Tagged()
  @ApiOperation({ operationId: 'getQuote', summary: 'One of your quotes' })
  @Problems(InvalidInput, Unauthenticated, NotFound)
  get(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string): Promise<QuoteDto> {
    return this.quotes.get(user, id);
  }
}
