import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Audit, type Changes } from '#audit';
import { ApiKeys, newApiKey, wallTime, type Principal } from '#auth';
import { CONFIG, type AppConfig } from '#config';
import type { CountDto, PageQuery } from '#contracts/page.dto.js';
import type {
  ApiKeyDto,
  CreateApiKeyInput,
  NewApiKeyDto,
  RotateApiKeyInput,
} from '#contracts/partners/api-keys.dto.js';
import { Database } from '#database';
import { Events } from '#events';
import { countRows, Cursors, NotFound, toCount, type KeysetPage } from '#http';
import { Memberships } from '../organisations/memberships.js';
import { KeyRotated, TooManyKeys } from '../partners.errors.js';
import { ApiKey, type KeyMaking } from './api-key.entity.js';
import { allKeysOf, hasSuccessor, keyOf, keysInForce, keysOf } from './api-keys.queries.js';

/** One of an organisation's keys. */
export interface KeyPlace {
  organisationId: string;
  keyId: string;
}

/** The keys of an organisation. Members see them; owners make, rotate and end them. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly cursors: Cursors,
    private readonly memberships: Memberships,
    private readonly keys: ApiKeys,
    private readonly audit: Audit,
    @Inject(CONFIG) private readonly config: AppConfig,
  ) {}

  /**
   * Makes a key. The answer has it in it; only its hash is kept.
   * @throws NotFound, Forbidden, EmailUnverified, TooManyKeys
   */
  async create(user: Principal, organisationId: string, input: CreateApiKeyInput): Promise<NewApiKeyDto> {
    const { key, making } = this.#newKey(user);
    const terms = {
      organisationId,
      name: input.name,
      scopes: input.scopes,
      allowedNetworks: input.allowedNetworks ?? [],
      expiresAt: input.expiresAt ?? null,
    };
    const keyId = await this.database.transaction(async (tx) => {
      await this.memberships.assertMayLetIn(tx, { organisationId, userId: user.id });
      await this.#assertRoom(tx, organisationId, this.config.partners.keysPerOrganisation);
      const made = ApiKey.make(terms, making, wallTime());
      tx.persist(made);
      const fact = { keyId: made.id, organisationId, userId: user.id };
      await this.events.publish(tx, 'api_key.created', organisationId, fact);
      await this.audit.record(tx, { action: 'api_key.created', subject: organisationId, after: toldOf(made) });
      return made.id;
    });
    return Object.assign(await this.#read({ organisationId, keyId }), { key });
  }

  /**
   * Makes a key that takes the place of another, which counts for some hours more: time to bring the new one to where the
   * old one is. While they overlap there may be twice as many keys.
   * @throws NotFound, Forbidden, EmailUnverified, KeyEnded, KeyRotated, TooManyKeys
   */
  async rotate(user: Principal, place: KeyPlace, { overlapHours }: RotateApiKeyInput): Promise<NewApiKeyDto> {
    const { organisationId } = place;
    const { key, making } = this.#newKey(user);
    const { keyId, prefix } = await this.database.transaction(async (tx) => {
      await this.memberships.assertMayLetIn(tx, { organisationId, userId: user.id });
      const old = await this.#key(tx, place);
      old.assertInForce(wallTime());
      if (await hasSuccessor(tx, old.id)) throw new KeyRotated('Rotate the key that has taken its place.');
      await this.#assertRoom(tx, organisationId, 2 * this.config.partners.keysPerOrganisation);
      const next = old.rotate(overlapHours, making, wallTime());
      tx.persist(next);
      const fact = { keyId: next.id, organisationId, userId: user.id, replacedId: old.id };
      const overlapEndsAt = old.expiresAt?.toISOString() ?? '';
      await this.events.publish(tx, 'api_key.rotated', organisationId, { ...fact, overlapEndsAt });
      const change = { before: { keyId: old.id }, after: toldOf(next) };
      await this.audit.record(tx, { action: 'api_key.rotated', subject: organisationId, ...change });
      return { keyId: next.id, prefix: old.prefix };
    });
    await this.keys.catchUp(prefix);
    return Object.assign(await this.#read({ organisationId, keyId }), { key });
  }

  /** Ends a key at once. @throws NotFound, Forbidden, KeyEnded */
  async end(user: Principal, place: KeyPlace): Promise<void> {
    const { organisationId, keyId } = place;
    const prefix = await this.database.transaction(async (tx) => {
      await this.memberships.assertOwner(tx, { organisationId, userId: user.id });
      const key = await this.#key(tx, place);
      key.end(wallTime());
      await this.events.publish(tx, 'api_key.ended', organisationId, { keyId, organisationId, userId: user.id });
      await this.audit.record(tx, { action: 'api_key.ended', subject: organisationId, before: { keyId } });
      return key.prefix;
    });
    await this.keys.catchUp(prefix);
  }

  /** One key, for members. @throws NotFound */
  async find(user: Principal, place: KeyPlace): Promise<ApiKeyDto> {
    await this.memberships.assertMember({ organisationId: place.organisationId, userId: user.id });
    return this.#read(place);
  }

  /** All keys, the latest first, for members. @throws NotFound */
  async list(user: Principal, organisationId: string, { limit, cursor }: PageQuery): Promise<KeysetPage<ApiKeyDto>> {
    await this.memberships.assertMember({ organisationId, userId: user.id });
    const list = `api keys ${organisationId}`;
    const beforeId = this.cursors.read<string>(list, cursor);
    const found = await this.database.rows(keysOf(organisationId, beforeId, limit + 1));
    return this.cursors.page(list, found, limit, ({ id }) => id);
  }

  /** How many there are; to be asked after `list`. */
  async count(organisationId: string): Promise<CountDto> {
    return toCount((await this.database.firstRow(countRows(allKeysOf(organisationId))))?.number);
  }

  #newKey(user: Principal): { key: string; making: KeyMaking } {
    const { key, prefix, hash } = newApiKey(this.keys.mode);
    return { key, making: { prefix, hash, createdBy: user.id, warningDays: this.config.partners.keyWarningDays } };
  }

  async #key(tx: EntityManager, { organisationId, keyId }: KeyPlace): Promise<ApiKey> {
    const key = await tx.findOne(ApiKey, { id: keyId, organisationId });
    if (!key) throw new NotFound('There is no such key.');
    return key;
  }

  async #assertRoom(tx: EntityManager, organisationId: string, most: number): Promise<void> {
    const number = await keysInForce(tx, organisationId);
    if (number >= most)
      throw new TooManyKeys(`It has ${number} keys; end those that are not used.`, { data: { most } });
  }

  async #read({ organisationId, keyId }: KeyPlace): Promise<ApiKeyDto> {
    const found = await this.database.firstRow(keyOf(organisationId, keyId));
    if (!found) throw new NotFound('There is no such key.');
    return found;
  }
}

/** What the audit log tells of a key: what it is good for, and until when. */
function toldOf({ id, scopes, expiresAt }: ApiKey): Changes {
  return { keyId: id, scopes, expiresAt: expiresAt?.toISOString() ?? null };
}
