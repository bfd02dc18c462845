import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentUser, type Principal } from '#auth';
import { CreateQuoteDto, QuoteDto } from '#contracts/quotes.dto.js';
import { NodesOf } from '#graphql';
import { IdPipe, RateLimit } from '#http';
import { QuotesService } from './quotes.service.js';

/** Prices for stays. */
@Resolver(() => QuoteDto)
export class QuotesResolver {
  constructor(private readonly quotes: QuotesService) {}

  @Query(() => QuoteDto, { description: 'One of your quotes.' })
  quote(@CurrentUser() user: Principal, @Args('id', { type: () => ID }, IdPipe) id: string): Promise<QuoteDto> {
    return this.quotes.get(user, id);
  }

  @NodesOf('Quote')
  async nodes(viewer: Principal | undefined, ids: string[]): Promise<Map<string, QuoteDto>> {
    return viewer ? this.quotes.byIds(viewer, ids) : new Map<string, QuoteDto>();
  }

  @RateLimit('quote')
  @Mutation(() => QuoteDto, { description: 'Price a stay; the offer is honoured for half an hour.' })
  createQuote(@CurrentUser() user: Principal, @Args('input') input: CreateQuoteDto): Promise<QuoteDto> {
    return this.quotes.create(user, input);
  }
}
