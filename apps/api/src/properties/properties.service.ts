import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Audit } from '#audit';
import type { Principal } from '#auth';
import { Clock } from '#clock';
import type { CountDto, PageQuery } from '#contracts/page.dto.js';
import type { PropertyDto } from '#contracts/properties/property.dto.js';
import type { CreatePropertyDto, UpdatePropertyDto } from '#contracts/properties/property-input.dto.js';
import type { Permission } from '#contracts/properties/permissions.js';
import { Database } from '#database';
import { localDateAt, zoneAt, type LocalDate } from '#dates';
import { Events } from '#events';
import { countRows, Cursors, NotFound, toCount, type KeysetPage, type Versions } from '#http';
import { UsersService } from '../users/users.service.js';
import { PropertyArchived, PropertyHasBookings } from './properties.errors.js';
import { bookableProperties, bookableReachedBy, type BookableProperty } from './bookable-properties.queries.js';
import { assertVersion, lockedProperty, type Asking } from './locked-property.js';
import { nextBookedNight, pricedByDate, propertiesByIds, propertiesReachedBy } from './properties.queries.js';
import { changedNightPrices } from './night-prices.js';
import { nightPricesOf, writeNightPrices } from './night-prices.queries.js';
import { refusePricesLeftIn } from './prices.js';
import { changesBy } from './property-changes.js';
import { propertyView } from './property-view.js';
import { allReachedBy } from './reach.queries.js';
import { Property } from './property.entity.js';

export { PropertyArchived };
export type { BookableProperty, PropertyRates } from './bookable-properties.queries.js';

const LIST = 'properties.mine';

/** What a host does with a place, and what others may know of it. */
@Injectable()
export class PropertiesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly cursors: Cursors,
    private readonly users: UsersService,
    private readonly audit: Audit,
  ) {}

  /** Makes a draft. Its time zone is that of its location. */
  async create(user: Principal, input: CreatePropertyDto): Promise<PropertyDto> {
    const timeZone = await zoneAt(input.location.latitude, input.location.longitude);
    const id = await this.database.transaction(async (tx) => {
      const property = Property.draft(user.id, input, timeZone, this.clock.now());
      tx.persist(property);
      await tx.flush();
      await this.audit.record(tx, { action: 'property.created', subject: property.id });
      return property.id;
    });
    return this.find(user, id);
  }

  /**
   * Changes what is given, in the version that the host, or whom they let do so by `listing`, has read.
   * @throws PreconditionFailed when it has changed since; Forbidden, NotPublishable, PropertyArchived, CurrencyFixed
   */
  async update(actor: Asking, id: string, versions: Versions, input: UpdatePropertyDto): Promise<PropertyDto> {
    const timeZone = input.location && (await zoneAt(input.location.latitude, input.location.longitude));
    await this.#change(actor, id, 'listing', async (tx, property) => {
      assertVersion(property, versions);
      const { currency } = property;
      const changes = changesBy(property, () => property.change(input, timeZone, this.clock.now()));
      if (currency && currency !== property.currency) refusePricesLeftIn(currency, await pricedByDate(tx, id));
      if (changes) await this.audit.record(tx, { action: 'property.changed', subject: id, ...changes });
      await this.events.publish(tx, 'property.changed', id, { propertyId: id, hostId: property.hostId });
    });
    return this.find(actor, id);
  }

  /**
   * Shows it to guests, for the first time or again. This, hiding it and hiding it for good are the host's alone.
   * @throws EmailUnverified; NotPublishable with all that is missing; Forbidden, IllegalTransition
   */
  async publish(user: Principal, id: string): Promise<PropertyDto> {
    await this.#change(user, id, 'own', async (tx, property) => {
      await this.users.assertEmailVerified(tx, user.id);
      property.publish(this.clock.now());
      await this.audit.record(tx, { action: 'property.published', subject: id });
      await this.events.publish(tx, 'property.published', id, { propertyId: id, hostId: user.id });
    });
    return this.find(user, id);
  }

  /** Hides it for now: no new bookings. @throws Forbidden, IllegalTransition */
  async pause(user: Principal, id: string): Promise<PropertyDto> {
    await this.#change(user, id, 'own', async (tx, property) => {
      property.pause(this.clock.now());
      await this.audit.record(tx, { action: 'property.paused', subject: id });
      await this.events.publish(tx, 'property.paused', id, { propertyId: id, hostId: user.id });
    });
    return this.find(user, id);
  }

  /** Hides it for good, in the version that the host has read. @throws Forbidden, PropertyHasBookings, PreconditionFailed */
  async archive(user: Principal, id: string, versions: Versions): Promise<PropertyDto> {
    await this.#change(user, id, 'own', async (tx, property) => {
      assertVersion(property, versions);
      const night = await nextBookedNight(tx, id, localDateAt(this.clock.now(), property.timeZone));
      if (night !== undefined) {
        throw new PropertyHasBookings(`It is booked from ${night}.`, { data: { firstBookedNight: night } });
      }
      property.archive(this.clock.now());
      await this.audit.record(tx, { action: 'property.archived', subject: id });
      await this.events.publish(tx, 'property.archived', id, { propertyId: id, hostId: user.id });
    });
    return this.find(user, id);
  }

  /** A property: one's own or one's host's always, another's when it is published. @throws NotFound */
  async find(viewer: Asking | undefined, id: string): Promise<PropertyDto> {
    const property = (await this.readable(viewer, [id])).get(id);
    if (!property) throw new NotFound('There is no such property.');
    return property;
  }

  /** Those of these properties that the viewer may read. */
  async readable(viewer: Asking | undefined, ids: readonly string[]): Promise<Map<string, PropertyDto>> {
    const found = await propertiesByIds(this.database.fork(), ids, viewer?.id);
    const visible = found.filter(({ isPublic, permissions }) => isPublic || permissions !== null);
    return new Map(visible.map((row) => [row.id, propertyView(row)]));
  }

  /** One's own properties and those where one may do anything, the newest first. */
  async listOwn(actor: Asking, { limit, cursor }: PageQuery): Promise<KeysetPage<PropertyDto>> {
    const beforeId = this.cursors.read<string>(LIST, cursor);
    const found = await propertiesReachedBy(this.database.fork(), actor.id, beforeId, limit + 1);
    return this.cursors.page(LIST, found, limit, ({ id }) => id).map(propertyView);
  }

  /** How many properties there are in such a list, or in one of those where one has a permission. */
  async countOwn(actor: Asking, permission?: Permission): Promise<CountDto> {
    const counted = await this.database.firstRow(countRows(allReachedBy(actor.id, permission)));
    return toCount(counted?.number);
  }

  /** Properties by id as the public sees them, whatever their status: for showing along with a booking or a review. */
  async byIds(ids: readonly string[]): Promise<Map<string, PropertyDto>> {
    const found = await propertiesByIds(this.database.fork(), ids, undefined);
    return new Map(found.map((row) => [row.id, propertyView(row)]));
  }

  /**
   * What pricing and booking need of properties, whatever their status; read in `tx` when there is one.
   * @param viewerId whose permissions come with it
   */
  async bookable(
    ids: readonly string[],
    tx?: EntityManager,
    viewerId?: string,
  ): Promise<Map<string, BookableProperty>> {
    const found = await bookableProperties(tx ?? this.database.fork(), ids, viewerId);
    return new Map(found.map((property) => [property.id, property]));
  }

  /**
   * A page of one's own properties and those where one has a permission, the newest first, whatever their status: with what
   * one may do there.
   */
  async bookableWith(
    actor: Asking,
    permission: Permission,
    { limit, cursor }: PageQuery,
  ): Promise<KeysetPage<BookableProperty>> {
    const list = `${LIST} ${permission}`;
    const beforeId = this.cursors.read<string>(list, cursor);
    const found = await bookableReachedBy(this.database.fork(), actor.id, permission, { beforeId, limit: limit + 1 });
    return this.cursors.page(list, found, limit, ({ id }) => id);
  }

  /** `bookable` for one. @throws NotFound */
  async bookableById(id: string, tx?: EntityManager, viewerId?: string): Promise<BookableProperty> {
    const [property] = await bookableProperties(tx ?? this.database.fork(), [id], viewerId);
    if (!property) throw new NotFound('There is no such property.');
    return property;
  }

  /**
   * Sets the prices of single nights, or with null has the usual one count again. The caller holds the property's calendar,
   * and has seen that the actor may do so, and that the amounts are in its currency.
   * @param prices minor units by date, of nights from `first` on: prices of nights before it go
   */
  async setNightPrices(
    tx: EntityManager,
    id: string,
    prices: ReadonlyMap<LocalDate, number | null>,
    first: LocalDate,
  ): Promise<void> {
    if (prices.size === 0) return;
    await writeNightPrices(tx, id, changedNightPrices(await nightPricesOf(tx, id), prices, first));
  }

  async #change(
    actor: Asking,
    id: string,
    wanted: Permission | 'own',
    change: (tx: EntityManager, property: Property) => Promise<void>,
  ): Promise<void> {
    await this.database.transaction(async (tx) => change(tx, await lockedProperty(tx, actor, id, wanted)));
  }
}
