import { Args, ArgsType, Context, Field, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentUser, Public, type Principal } from '#auth';
import type { Page } from '#contracts/page.dto.js';
import { PropertyDto } from '#contracts/properties/property.dto.js';
import { CreateReviewDto, ReviewDto } from '#contracts/reviews.dto.js';
import { IsId } from '#contracts/validators/codes.js';
import { batch, connectionOf, ConnectionArgs, toConnection, type Connection, type GraphqlContext } from '#graphql';
import { IdPipe } from '#http';
import { ReviewsService } from './reviews.service.js';

const ReviewConnection = connectionOf(ReviewDto, 'Review');
const NO_REVIEWS: Page<ReviewDto> = { data: [], nextCursor: null };

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
  async list(@Args() { propertyId, first, after }: ReviewsArgs): Promise<Connection<ReviewDto>> {
    return toConnection(await this.service.list(propertyId, { limit: first, cursor: after }));
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
    return toConnection((await pages.load(id)) ?? NO_REVIEWS);
  }
}
