import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentUser, type Principal } from '#auth';
import { CreateWishListInput, UpdateWishListInput, WishListDto, WishListLinkDto } from '#contracts/wish-lists.dto.js';
import { connectionOf, ConnectionArgs, toConnection, type Connection } from '#graphql';
import { IdPipe, NotIdempotent } from '#http';
import { WishListsService } from './wish-lists.service.js';

const WishListConnection = connectionOf(WishListDto, 'WishList');
const id = { type: () => ID };

/** A person's lists of places. */
@Resolver()
export class WishListsResolver {
  constructor(private readonly lists: WishListsService) {}

  @Query(() => WishListDto, { description: 'A list of yours: what it is called, and what it is for.' })
  wishList(@CurrentUser() user: Principal, @Args('id', id, IdPipe) listId: string): Promise<WishListDto> {
    return this.lists.find(user, listId);
  }

  @Query(() => WishListConnection, { name: 'wishLists', description: 'Your lists of places, the latest first.' })
  async list(
    @CurrentUser() user: Principal,
    @Args() { first, after }: ConnectionArgs,
  ): Promise<Connection<WishListDto>> {
    const page = await this.lists.list(user, { limit: first, cursor: after });
    return toConnection(page, after, () => this.lists.count(user));
  }

  @Mutation(() => WishListDto, { description: 'Begin a list of places.' })
  createWishList(@CurrentUser() user: Principal, @Args('input') input: CreateWishListInput): Promise<WishListDto> {
    return this.lists.create(user, input);
  }

  @Mutation(() => WishListDto, { description: 'Change what is given, and leave the rest.' })
  updateWishList(
    @CurrentUser() user: Principal,
    @Args('id', id, IdPipe) listId: string,
    @Args('version', { type: () => Int, description: 'the version that you have seen' }) version: number,
    @Args('input') input: UpdateWishListInput,
  ): Promise<WishListDto> {
    return this.lists.update(user, listId, [version], input);
  }

  @Mutation(() => Boolean, { description: 'Do away with a list.' })
  async deleteWishList(@CurrentUser() user: Principal, @Args('id', id, IdPipe) listId: string): Promise<boolean> {
    await this.lists.delete(user, listId);
    return true;
  }

  @Mutation(() => WishListLinkDto, { description: 'Make a link by which anyone reads a list, in place of one before.' })
  @NotIdempotent('its answer holds a secret link, and those are never stored')
  shareWishList(@CurrentUser() user: Principal, @Args('id', id, IdPipe) listId: string): Promise<WishListLinkDto> {
    return this.lists.share(user, listId);
  }

  @Mutation(() => Boolean, { description: 'Have the link of a list lead nowhere.' })
  async unshareWishList(@CurrentUser() user: Principal, @Args('id', id, IdPipe) listId: string): Promise<boolean> {
    await this.lists.unshare(user, listId);
    return true;
  }
}
