import { Args, Query, Resolver } from '@nestjs/graphql';
import { OptionalActor, Public, Scope, type Actor } from '#auth';
import { PriceArgs, PriceDto } from '#contracts/prices.dto.js';
import { RateLimit } from '#http';
import { PricesService } from './prices.service.js';

/** What stays cost, and why. */
@Resolver(() => PriceDto)
export class PricesResolver {
  constructor(private readonly prices: PricesService) {}

  @Query(() => PriceDto, {
    description: 'What a stay would cost now, line by line, and which rules have made it so; no offer is made.',
  })
  @Public()
  @Scope('properties:read')
  @RateLimit('search')
  price(@OptionalActor() actor: Actor | undefined, @Args() { propertyId, ...query }: PriceArgs): Promise<PriceDto> {
    return this.prices.find(actor, propertyId, query);
  }
}
