import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { firstRow, rows } from '#database';
import { OnEvent, type DomainEvent } from '#events';
import { Mails } from '#mail';
import type { Letter } from './letter.js';
import { recipient } from './notifications.queries.js';
import { keyCreated, keyEnded, keyExpiring, keyRotated, type ToldKey } from './partner-letters.js';
import { ownersOf, toldKey } from './partner.queries.js';
import { ToldAddresses } from './told-addresses.js';

/** Tells the owners of an organisation what has become of its keys. */
@Injectable()
export class PartnerEvents {
  constructor(
    private readonly mails: Mails,
    private readonly addresses: ToldAddresses,
  ) {}

  @OnEvent('api_key.created', { name: 'notifications.api_key_created' })
  async onCreated(tx: EntityManager, { payload }: DomainEvent<'api_key.created'>): Promise<void> {
    const by = await nameOf(tx, payload.userId);
    await this.#tellOwners(tx, payload, (firstName, key) => keyCreated(firstName, key, by));
  }

  @OnEvent('api_key.rotated', { name: 'notifications.api_key_rotated' })
  async onRotated(tx: EntityManager, { payload }: DomainEvent<'api_key.rotated'>): Promise<void> {
    const by = await nameOf(tx, payload.userId);
    const until = new Date(payload.overlapEndsAt);
    await this.#tellOwners(tx, payload, (firstName, key) => keyRotated(firstName, key, by, until));
  }

  @OnEvent('api_key.ended', { name: 'notifications.api_key_ended' })
  async onEnded(tx: EntityManager, { payload }: DomainEvent<'api_key.ended'>): Promise<void> {
    const by = await nameOf(tx, payload.userId);
    await this.#tellOwners(tx, payload, (firstName, key) => keyEnded(firstName, key, by));
  }

  @OnEvent('api_key.expiring', { name: 'notifications.api_key_expiring' })
  async onExpiring(tx: EntityManager, { payload }: DomainEvent<'api_key.expiring'>): Promise<void> {
    await this.#tellOwners(tx, payload, keyExpiring);
  }

  async #tellOwners(
    tx: EntityManager,
    { keyId, organisationId }: { keyId: string; organisationId: string },
    write: (firstName: string, key: ToldKey) => Letter,
  ): Promise<void> {
    const key = await firstRow(tx, toldKey(keyId));
    if (!key) return;
    const owners = (await rows(tx, ownersOf(organisationId))).filter((owner) => this.addresses.isTold(owner));
    await this.mails.queueAll(
      tx,
      owners.map(({ userId, firstName, email }) => ({ to: email, userId, ...write(firstName, key) })),
    );
  }
}

async function nameOf(tx: EntityManager, userId: string): Promise<string> {
  return (await firstRow(tx, recipient(userId)))?.firstName ?? 'Someone';
}
