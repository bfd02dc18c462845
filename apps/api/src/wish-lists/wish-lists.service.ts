import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Principal } from '#auth';
import { Clock, newToken } from '#clock';
import { CONFIG, type AppConfig } from '#config';
import type { CountDto, PageQuery } from '#contracts/page.dto.js';
import type {
  CreateWishListInput,
  UpdateWishListInput,
  WishListDto,
  WishListLinkDto,
} from '#contracts/wish-lists.dto.js';
import { Database, violates } from '#database';
import {
  countRows,
  Cursors,
  isFor,
  NotFound,
  PreconditionFailed,
  toCount,
  type KeysetPage,
  type Versions,
} from '#http';
import { hashOfToken } from './link-token.js';
import { WishList } from './wish-list.entity.js';
import { TooManyWishLists, WishListNameTaken } from './wish-lists.errors.js';
import { allWishListsOf, countLocked, deleteWishList, wishListOf, wishListsOf } from './wish-lists.queries.js';

const LIST = 'wish-lists';
const MOST_LISTS = 100;

/** People's lists of places, for themselves. */
@Injectable()
export class WishListsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly cursors: Cursors,
    @Inject(CONFIG) private readonly config: AppConfig,
  ) {}

  /** Begins a list. @throws WishListNameTaken, TooManyWishLists */
  async create(user: Principal, input: CreateWishListInput): Promise<WishListDto> {
    const id = await this.#named(async (tx) => {
      if ((await countLocked(tx, user.id, MOST_LISTS)) >= MOST_LISTS)
        throw new TooManyWishLists(`You have ${MOST_LISTS} lists; delete one that you need no more.`, {
          data: { most: MOST_LISTS },
        });
      const list = WishList.make(user.id, input, this.clock.now());
      await tx.persist(list).flush();
      return list.id;
    });
    return this.find(user, id);
  }

  /** One of one's own. @throws NotFound */
  async find(user: Principal, id: string): Promise<WishListDto> {
    const found = await this.database.firstRow(wishListOf(user.id, id));
    if (!found) throw new NotFound('There is no such list.');
    return found;
  }

  /** One's own, the latest first. */
  async list(user: Principal, { limit, cursor }: PageQuery): Promise<KeysetPage<WishListDto>> {
    const beforeId = this.cursors.read<string>(LIST, cursor);
    const found = await this.database.rows(wishListsOf(user.id, beforeId, limit + 1));
    return this.cursors.page(LIST, found, limit, ({ id }) => id);
  }

  /** How many those are. */
  async count(user: Principal): Promise<CountDto> {
    return toCount((await this.database.firstRow(countRows(allWishListsOf(user.id))))?.number);
  }

  /** Changes what is given, in the version that was read. @throws NotFound, PreconditionFailed, WishListNameTaken */
  async update(user: Principal, id: string, versions: Versions, input: UpdateWishListInput): Promise<WishListDto> {
    await this.#named(async (tx) => {
      const list = await own(tx, user, id);
      if (!isFor(versions, list.version)) throw new PreconditionFailed(`The list is at version ${list.version}.`);
      list.change(input, this.clock.now());
      await tx.flush();
      return id;
    });
    return this.find(user, id);
  }

  /** Does away with a list, and with its link. @throws NotFound */
  async delete(user: Principal, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await deleteWishList(tx, user.id, id))) throw new NotFound('There is no such list.');
    });
  }

  /**
   * Makes a link by which anyone reads the list; one that was made before leads nowhere from now on. Only a hash of its
   * token is kept. @throws NotFound
   */
  async share(user: Principal, id: string): Promise<WishListLinkDto> {
    const token = newToken();
    await this.#setLink(user, id, hashOfToken(token));
    return { token, url: `${this.config.app.publicUrl}/v1/wish-lists/shared/${token}` };
  }

  /** Has its link lead nowhere. @throws NotFound */
  async unshare(user: Principal, id: string): Promise<void> {
    await this.#setLink(user, id, null);
  }

  async #setLink(user: Principal, id: string, hash: Buffer | null): Promise<void> {
    await this.database.transaction(async (tx) => {
      (await own(tx, user, id)).share(hash, this.clock.now());
    });
  }

  async #named(work: (tx: EntityManager) => Promise<string>): Promise<string> {
    try {
      return await this.database.transaction(work);
    } catch (error) {
      if (violates(error, 'wish_lists_name')) throw new WishListNameTaken('Choose another one.');
      throw error;
    }
  }
}

async function own(tx: EntityManager, user: Principal, id: string): Promise<WishList> {
  const list = await tx.findOne(WishList, { id, userId: user.id });
  if (!list) throw new NotFound('There is no such list.');
  return list;
}
