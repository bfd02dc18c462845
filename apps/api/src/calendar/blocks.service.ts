import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import type { Actor } from '#auth';
import type { BlockDto, CreateBlockDto } from '#contracts/blocks.dto.js';
import type { CountDto, PageQuery } from '#contracts/page.dto.js';
import { Database } from '#database';
import { isStay, nightCount, type Stay } from '#dates';
import { countRows, Cursors, InvalidInput, NotFound, toCount, type KeysetPage } from '#http';
import { assertPermitted } from '../properties/access.rules.js';
import { PropertiesService, PropertyArchived } from '../properties/properties.service.js';
import { allBlocksOf, blockOf, blocksOf, deleteBlock, type BlockKeys } from './calendar.queries.js';
import { BlockedForGood } from './calendar.errors.js';
import { CalendarService } from './calendar.service.js';

const LIST = 'calendar.blocks';
const MAX_BLOCK_NIGHTS = 1125;

/** Nights that a host, or whom they let do so by `calendar`, takes off the calendar. */
@Injectable()
export class BlocksService {
  constructor(
    private readonly database: Database,
    private readonly properties: PropertiesService,
    private readonly calendar: CalendarService,
    private readonly cursors: Cursors,
    private readonly audit: Audit,
  ) {}

  /**
   * Takes the nights from a date to before another.
   * @throws DatesUnavailable when one of them is taken; PropertyArchived, NotFound, Forbidden
   */
  async create(actor: Actor, propertyId: string, { from, to, note = '' }: CreateBlockDto): Promise<BlockDto> {
    const stay = blockedStay({ checkIn: from, checkOut: to });
    await this.#assertMay(actor, propertyId);
    const id = await this.database.transaction(async (tx) => {
      await this.calendar.lock(tx, propertyId);
      const { status } = await this.properties.bookableById(propertyId, tx);
      if (status === 'archived') throw new PropertyArchived('An archived property cannot be changed.');
      const blockId = await this.calendar.blockNights(tx, 'block', { propertyId, stay, note });
      await this.audit.record(tx, { action: 'block.created', subject: propertyId, after: { blockId, from, to } });
      return blockId;
    });
    return this.find(actor, propertyId, id);
  }

  /** One block. @throws NotFound, Forbidden */
  async find(actor: Actor, propertyId: string, blockId: string): Promise<BlockDto> {
    const found = await blockOf(this.database.fork(), actor.id, propertyId, blockId);
    // Whether there is one, only those may know who may see it.
    if (found?.permissions) assertPermitted(found.permissions, 'calendar');
    if (!found?.permissions || !found.block) throw new NotFound('There is no such block.');
    return found.block;
  }

  /** A property's blocks, in order of their dates. @throws NotFound, Forbidden */
  async list(actor: Actor, propertyId: string, { limit, cursor }: PageQuery): Promise<KeysetPage<BlockDto>> {
    await this.#assertMay(actor, propertyId);
    const list = `${LIST} ${propertyId}`;
    const after = this.cursors.read<BlockKeys>(list, cursor);
    const found = await blocksOf(this.database.fork(), propertyId, after, limit + 1);
    return this.cursors.page(list, found, limit, ({ from, id }) => [from, id]);
  }

  /** How many blocks a property has. @throws NotFound, Forbidden */
  async count(actor: Actor, propertyId: string): Promise<CountDto> {
    await this.#assertMay(actor, propertyId);
    const counted = await this.database.firstRow(countRows(allBlocksOf(propertyId)));
    return toCount(counted?.number);
  }

  /** Gives the nights back; the block as it was. @throws NotFound, Forbidden, BlockedForGood */
  async delete(actor: Actor, propertyId: string, blockId: string): Promise<BlockDto> {
    const block = await this.find(actor, propertyId, blockId);
    if (block.reason === 'cancelled') throw new BlockedForGood(`${block.note}.`);
    await this.database.transaction(async (tx) => {
      await this.calendar.lock(tx, propertyId);
      if (!(await deleteBlock(tx, propertyId, blockId))) throw new NotFound('There is no such block.');
      const { from, to } = block;
      await this.audit.record(tx, { action: 'block.deleted', subject: propertyId, before: { blockId, from, to } });
    });
    return block;
  }

  async #assertMay(actor: Actor, propertyId: string): Promise<void> {
    const { permissions } = await this.properties.bookableById(propertyId, undefined, actor.id);
    assertPermitted(permissions, 'calendar');
  }
}

function blockedStay(stay: Stay): Stay {
  if (!isStay(stay)) throw new InvalidInput([{ pointer: '/to', code: 'after', message: 'must be after from' }]);
  if (nightCount(stay) > MAX_BLOCK_NIGHTS) {
    throw new InvalidInput([
      { pointer: '/to', code: 'max', message: `must be at most ${MAX_BLOCK_NIGHTS} nights after from` },
    ]);
  }
  return stay;
}
