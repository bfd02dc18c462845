import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Principal } from '#auth';
import { Clock, newId } from '#clock';
import type { CountDto, PageQuery } from '#contracts/page.dto.js';
import type {
  SaveWishListPropertyInput,
  SharedWishListDto,
  SharedWishListPropertyDto,
  WishListPropertyDto,
} from '#contracts/wish-lists.dto.js';
import { Database } from '#database';
import { countRows, Cursors, NotFound, toCount, type KeysetPage } from '#http';
import { QuotesService } from '../pricing/quotes.service.js';
import { hashOfToken } from './link-token.js';
import {
  allPlacesOf,
  changeNote,
  countPlace,
  deletePlace,
  insertPlace,
  lockWishList,
  placesOf,
  type InList,
  type ListedRow,
  type Terms,
} from './wish-list-properties.queries.js';
import { sharedPropertyView, wishListPropertyView } from './wish-list-property.view.js';
import { WishListFull } from './wish-lists.errors.js';
import { sharedWishList, type SharedWishList } from './wish-lists.queries.js';
import { WishListsService } from './wish-lists.service.js';

const MOST_PLACES = 1000;

/** The places in people's lists, for themselves and for those who have a list's link. */
@Injectable()
export class WishListPropertiesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly cursors: Cursors,
    private readonly lists: WishListsService,
    private readonly quotes: QuotesService,
  ) {}

  /**
   * Puts a published place into one's own list, or changes what is noted of one that is in it, published or not. Again is
   * no error. @throws NotFound, WishListFull
   */
  async save(user: Principal, place: InList, { note }: SaveWishListPropertyInput): Promise<WishListPropertyDto> {
    await this.database.transaction(async (tx) => {
      const { places } = await locked(tx, user, place);
      if (await changeNote(tx, place, note)) return;
      if (places >= MOST_PLACES)
        throw new WishListFull(`It has ${MOST_PLACES} places; take one out, or begin another list.`, {
          data: { most: MOST_PLACES },
        });
      const entry = { id: newId(), note: note ?? '', addedAt: this.clock.now() };
      if (!(await insertPlace(tx, place, entry))) throw new NotFound('There is no such property.');
      await countPlace(tx, place.listId, 1);
    });
    const list = await this.lists.find(user, place.listId);
    const [row] = await this.database.rows(placesOf(place.listId, place, this.#terms(list)));
    if (!row) throw new NotFound('It has been taken out meanwhile.');
    return wishListPropertyView(row);
  }

  /** Takes a place out of one's own list; one that is not in it is no error. @throws NotFound for the list */
  async delete(user: Principal, place: InList): Promise<void> {
    await this.database.transaction(async (tx) => {
      await locked(tx, user, place);
      if (await deletePlace(tx, place)) await countPlace(tx, place.listId, -1);
    });
  }

  /** The places of one's own list, those put in last first. @throws NotFound */
  async list(user: Principal, listId: string, page: PageQuery): Promise<KeysetPage<WishListPropertyDto>> {
    const list = await this.lists.find(user, listId);
    return (await this.#page(list, page)).map(wishListPropertyView);
  }

  /** How many those are; to be asked after `list`. */
  async count(listId: string): Promise<CountDto> {
    return toCount((await this.database.firstRow(countRows(allPlacesOf(listId))))?.number);
  }

  /** The list that a link is for. @throws NotFound once the link leads nowhere */
  async shared(token: string): Promise<SharedWishListDto> {
    const { name, checkIn, checkOut, guests, places } = await this.#shared(token);
    return { name, checkIn, checkOut, guests, places };
  }

  /** The places of the list that a link is for, those put in last first. @throws NotFound */
  async listShared(token: string, page: PageQuery): Promise<KeysetPage<SharedWishListPropertyDto>> {
    return (await this.#page(await this.#shared(token), page)).map(sharedPropertyView);
  }

  /** How many those are. @throws NotFound */
  async countShared(token: string): Promise<CountDto> {
    return this.count((await this.#shared(token)).id);
  }

  async #shared(token: string): Promise<SharedWishList> {
    const found = await this.database.firstRow(sharedWishList(hashOfToken(token)));
    if (!found) throw new NotFound('There is no such list, or it is not shared any more.');
    return found;
  }

  async #page(list: SharedWishList, { limit, cursor }: PageQuery): Promise<KeysetPage<ListedRow>> {
    const name = `wish-list ${list.id}`;
    const beforeId = this.cursors.read<string>(name, cursor);
    const found = await this.database.rows(placesOf(list.id, { beforeId, limit: limit + 1 }, this.#terms(list)));
    return this.cursors.page(name, found, limit, ({ id }) => id);
  }

  #terms({ checkIn, checkOut, guests }: SharedWishListDto): Terms {
    return {
      ...(checkIn !== null && checkOut !== null && { stay: { checkIn, checkOut } }),
      guests,
      feeBasisPoints: this.quotes.guestServiceFeeBasisPoints,
      now: this.clock.now(),
    };
  }
}

async function locked(tx: EntityManager, user: Principal, { listId }: InList): Promise<{ places: number }> {
  const found = await lockWishList(tx, user.id, listId);
  if (!found) throw new NotFound('There is no such list.');
  return found;
}
