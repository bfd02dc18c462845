import { Args, ArgsType, Field, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentUser, type Principal } from '#auth';
import { IsId } from '#contracts/validators/codes.js';
import { SaveWishListPropertyInput, WishListPropertyDto } from '#contracts/wish-lists.dto.js';
import { connectionOf, ConnectionArgs, toConnection, type Connection } from '#graphql';
import { IdPipe } from '#http';
import { WishListPropertiesService } from './wish-list-properties.service.js';

const WishListPropertyConnection = connectionOf(WishListPropertyDto, 'WishListProperty');
const id = { type: () => ID };

@ArgsType()
class WishListPropertiesArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsId()
  wishListId!: string;
}

/** The places in a person's lists. */
@Resolver()
export class WishListPropertiesResolver {
  constructor(private readonly places: WishListPropertiesService) {}

  @Query(() => WishListPropertyConnection, {
    name: 'wishListProperties',
    description: 'The places of a list of yours, those put in last first; with its dates, whether and at which total.',
  })
  async list(
    @CurrentUser() user: Principal,
    @Args() { wishListId, first, after }: WishListPropertiesArgs,
  ): Promise<Connection<WishListPropertyDto>> {
    const page = await this.places.list(user, wishListId, { limit: first, cursor: after });
    return toConnection(page, after, () => this.places.count(wishListId));
  }

  @Mutation(() => WishListPropertyDto, { description: 'Put a place into a list, or note something else of it.' })
  saveWishListProperty(
    @CurrentUser() user: Principal,
    @Args('wishListId', id, IdPipe) listId: string,
    @Args('propertyId', id, IdPipe) propertyId: string,
    @Args('input', { defaultValue: {} }) input: SaveWishListPropertyInput,
  ): Promise<WishListPropertyDto> {
    return this.places.save(user, { listId, propertyId }, input);
  }

  @Mutation(() => Boolean, { description: 'Take a place out of a list.' })
  async deleteWishListProperty(
    @CurrentUser() user: Principal,
    @Args('wishListId', id, IdPipe) listId: string,
    @Args('propertyId', id, IdPipe) propertyId: string,
  ): Promise<boolean> {
    await this.places.delete(user, { listId, propertyId });
    return true;
  }
}
