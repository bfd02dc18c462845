import { defineEntity, p } from '@mikro-orm/core';
import { newId } from '#clock';
import type { CreateWishListInput, UpdateWishListInput } from '#contracts/wish-lists.dto.js';

const WishListSchema = defineEntity({
  name: 'WishList',
  tableName: 'wish_lists',
  properties: {
    id: p.uuid().primary(),
    userId: p.uuid(),
    name: p.text(),
    checkIn: p.date().nullable(),
    checkOut: p.date().nullable(),
    guests: p.integer().nullable(),
    linkHash: p.blob().nullable(),
    version: p.integer().version(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});

/** A person's list of places. How many are in it, the statements that put them there count. */
export class WishList extends WishListSchema.class {
  static make(userId: string, { name, checkIn, checkOut, guests }: CreateWishListInput, now: Date): WishList {
    const list = new WishList();
    list.id = newId();
    list.userId = userId;
    list.name = name;
    list.checkIn = checkIn ?? null;
    list.checkOut = checkOut ?? null;
    list.guests = guests ?? null;
    list.linkHash = null;
    list.createdAt = now;
    list.updatedAt = now;
    return list;
  }

  /** Changes what is given. */
  change({ name, checkIn, checkOut, guests }: UpdateWishListInput, now: Date): void {
    if (name !== undefined) this.name = name;
    if (checkIn !== undefined) this.checkIn = checkIn;
    if (checkOut !== undefined) this.checkOut = checkOut;
    if (guests !== undefined) this.guests = guests;
    this.updatedAt = now;
  }

  /** Has it be read by another link than before, or by none. @param hash of the link's token */
  share(hash: Buffer | null, now: Date): void {
    this.linkHash = hash;
    this.updatedAt = now;
  }
}

WishListSchema.setClass(WishList);
