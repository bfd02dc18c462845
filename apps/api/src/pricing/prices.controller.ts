import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { OptionalActor, Public, Scope, type Actor } from '#auth';
import { PriceDto, PriceQuery } from '#contracts/prices.dto.js';
import { IdPipe, InvalidInput, NotFound, Problems, RateLimit, Tagged } from '#http';
import { PriceTooLarge, TooManyGuests } from './pricing.errors.js';
import { PricesService } from './prices.service.js';

/** What stays cost, and why. */
@ApiTags('quotes')
@Controller('v1/properties/:id/price')
export class PricesController {
  constructor(private readonly prices: PricesService) {}

  @Get()
  @Public()
  @Scope('properties:read')
  @Tagged()
  @RateLimit('search')
  @ApiOperation({
    operationId: 'getPrice',
    summary: 'Show what a stay would cost now, line by line, and which rules have made it so; no offer is made',
  })
  @Problems(InvalidInput, NotFound, TooManyGuests, PriceTooLarge)
  find(
    @OptionalActor() actor: Actor | undefined,
    @Param('id', IdPipe) id: string,
    @Query() query: PriceQuery,
  ): Promise<PriceDto> {
    return this.prices.find(actor, id, query);
  }
}
