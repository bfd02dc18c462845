import { Args, ArgsType, Context, Field, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentUser, Public, type Principal } from '#auth';
import type { CountDto } from '#contracts/page.dto.js';
import { PropertyDto } from '#contracts/properties/property.dto.js';
import { CreateReviewDto, ReviewDto } from '#contracts/reviews.dto.js';
import { IsId } from '#contracts/validators/codes.js';
import {
  batch,
  connectionOf,
  ConnectionArgs,
  NodesOf,
  toConnection,
  type Connection,
  type GraphqlContext,
} from '#graphql';
import { IdPipe, KeysetPage, toCount } from '#http';
import { ReviewsService } from './reviews.service.js';

const ReviewConnection = connectionOf(ReviewDto, 'Review');
const NO_REVIEWS = new KeysetPage<ReviewDto>([], null, String);

@ArgsType()
class ReviewsArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsId()
  propertyId!: string;
}

/** What guests say of their stays. */
@Resolver(() => PropertyDto)
export class ReviewsResolver {
  constructor(private readonly service: ReviewsService) {}

  @Query(() => ReviewDto, { description: 'One review.' })
  @Public()
  review(@Args('id', { type: () => ID }, IdPipe) id: string): Promise<ReviewDto> {
    return this.service.get(id);
  }

  @Query(() => ReviewConnection, { name: 'reviews', description: 'The reviews of a property, the latest first.' })
  @Public()
  async list(
    @Args() { propertyId, first, after }: ReviewsArgs,
    @Context() context: GraphqlContext,
  ): Promise<Connection<ReviewDto>> {
    const page = await this.service.list(propertyId, { limit: first, cursor: after });
    return toConnection(page, after, () => this.#count(propertyId, context));
  }

  @NodesOf('Review')
  nodes(_viewer: Principal | undefined, ids: string[]): Promise<Map<string, ReviewDto>> {
    return this.service.byIds(ids);
  }

  @Mutation(() => ReviewDto, { description: 'Review your completed stay.' })
  createReview(
    @CurrentUser() user: Principal,
    @Args('bookingId', { type: () => ID }, IdPipe) bookingId: string,
    @Args('input') input: CreateReviewDto,
  ): Promise<ReviewDto> {
    return this.service.create(user, bookingId, input);
  }

  @ResolveField(() => ReviewConnection, { description: 'What guests say of it, the latest first.' })
  async reviews(
    @Parent() { id }: PropertyDto,
    @Args() { first, after }: ConnectionArgs,
    @Context() context: GraphqlContext,
  ): Promise<Connection<ReviewDto>> {
    const pages = batch(context, `reviews.byProperties:${first}:${after ?? ''}`, (ids) =>
      this.service.byProperties(ids, first, after),
    );
    return toConnection((await pages.load(id)) ?? NO_REVIEWS, after, () => this.#count(id, context));
  }

  async #count(propertyId: string, context: GraphqlContext): Promise<CountDto> {
    const counts = batch(context, 'reviews.counts', (ids) => this.service.countsByProperties(ids));
    return (await counts.load(propertyId)) ?? toCount();
  }
}
