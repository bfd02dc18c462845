import { Args, ArgsType, Field, Query, Resolver } from '@nestjs/graphql';
import { Public } from '#auth';
import { IsLine } from '#contracts/validators/text.js';
import { SharedWishListDto, SharedWishListPropertyDto } from '#contracts/wish-lists.dto.js';
import { connectionOf, ConnectionArgs, toConnection, type Connection } from '#graphql';
import { RateLimit } from '#http';
import { WishListPropertiesService } from './wish-list-properties.service.js';

const SharedWishListPropertyConnection = connectionOf(SharedWishListPropertyDto, 'SharedWishListProperty');

@ArgsType()
class SharedWishListPropertiesArgs extends ConnectionArgs {
  @Field({ description: 'out of the link' })
  @IsLine(1, 100)
  token!: string;
}

/** Lists of places, for whoever has their links. */
@Resolver()
export class SharedWishListsResolver {
  constructor(private readonly places: WishListPropertiesService) {}

  @Query(() => SharedWishListDto, { description: 'A list that you have the link of.' })
  @Public()
  @RateLimit('search')
  sharedWishList(@Args('token', { description: 'out of the link' }) token: string): Promise<SharedWishListDto> {
    return this.places.shared(token);
  }

  @Query(() => SharedWishListPropertyConnection, {
    name: 'sharedWishListProperties',
    description: 'The places of a list that you have the link of, those put in last first.',
  })
  @Public()
  @RateLimit('search')
  async list(
    @Args() { token, first, after }: SharedWishListPropertiesArgs,
  ): Promise<Connection<SharedWishListPropertyDto>> {
    const page = await this.places.listShared(token, { limit: first, cursor: after });
    return toConnection(page, after, () => this.places.countShared(token));
  }
}
