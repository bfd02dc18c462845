import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Clock, newId } from '#clock';
import type { CalendarDto } from '#contracts/calendar.dto.js';
import { Database, violates } from '#database';
import { type LocalDate, type Stay } from '#dates';
import type { Actor } from '#auth';
import { NotFound } from '#http';
import { PropertiesService, type BookableProperty } from '../properties/properties.service.js';
import { takenReasons, whyNotBookable, type Reason } from './availability.js';
import { aroundView, calendarView } from './calendar-view.js';
import { claimsAgainst, deleteClaimOfBooking, insertClaim, lockCalendar, type NewClaim } from './calendar.queries.js';
import { takenNights } from './claims.js';
import { around, entriesOf } from './entries.queries.js';
import { nearestStays, rangeOfNearest } from './nearest.js';
import { datesUnavailable, refusalOf } from './refusals.js';
import { viewRange } from './view-range.js';

export type { Reason } from './availability.js';
export { DatesUnavailable, StayNotAllowed } from './calendar.errors.js';

/** The most dates that a calendar shows at once: two years and a bit. */
const MAX_VIEW_DAYS = 750;

/** Nights of a property, to be taken. */
export interface StayAt {
  propertyId: string;
  stay: Stay;
}

/** Which nights are free, and the taking and giving back of them. */
@Injectable()
export class CalendarService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly properties: PropertiesService,
  ) {}

  /**
   * The nights from a date to before another: of a published property, or of one's own or one's host's; with all reasons
   * for the host, and for whom they let see them by `calendar`.
   * @throws InvalidInput for more than 750 days; NotFound
   */
  async view(
    viewer: Pick<Actor, 'id'> | undefined,
    propertyId: string,
    from: LocalDate,
    to: LocalDate,
  ): Promise<CalendarDto> {
    return this.viewOf(viewer, propertyId, viewRange({ from, to }, MAX_VIEW_DAYS));
  }

  /** `view` of a range that may be as long as it likes. @throws NotFound */
  async viewOf(viewer: Pick<Actor, 'id'> | undefined, propertyId: string, range: Stay): Promise<CalendarDto> {
    const calendar = (await this.#views(viewer, [propertyId], range)).get(propertyId);
    if (!calendar) throw new NotFound('There is no such property.');
    return calendar;
  }

  /** `view` of several properties, in two statements; those that the viewer may not see are missing from the map. */
  async views(
    viewer: Pick<Actor, 'id'> | undefined,
    propertyIds: readonly string[],
    from: LocalDate,
    to: LocalDate,
  ): Promise<Map<string, CalendarDto>> {
    return this.#views(viewer, propertyIds, viewRange({ from, to }, MAX_VIEW_DAYS));
  }

  async #views(
    viewer: Pick<Actor, 'id'> | undefined,
    propertyIds: readonly string[],
    range: Stay,
  ): Promise<Map<string, CalendarDto>> {
    const found = [...(await this.properties.bookable(propertyIds, undefined, viewer?.id)).values()];
    const visible = found.filter(({ status, permissions }) => status === 'published' || permissions !== null);
    const ids = visible.map(({ id }) => id);
    const entries = await entriesOf(this.database.fork(), ids, aroundView(visible, range));
    const now = this.clock.now();
    return new Map(
      visible.map((property) => {
        const isHost = property.permissions?.includes('calendar') ?? false;
        return [property.id, calendarView(property, range, entries.get(property.id), { now, isHost })];
      }),
    );
  }

  /**
   * Refuses a stay that the property does not take at `now`. With a transaction (`em`) call it after `lock`.
   * @throws StayNotAllowed when a rule of the property is broken, DatesUnavailable when nights are taken; `reasons` has all,
   *   `nearest` up to three stays that could be booked instead
   */
  async assertBookable(
    property: BookableProperty,
    stay: Stay,
    { now, em = this.database.fork() }: { now: Date; em?: EntityManager },
  ): Promise<void> {
    const rules = { ...property.rules, timeZone: property.timeZone };
    const entriesAround = async (range: Stay) =>
      (await entriesOf(em, [property.id], around(range, rules.preparationNights))).get(property.id);
    const reasons = whyNotBookable(rules, stay, now, await entriesAround(stay));
    if (reasons.length === 0) return;
    const range = rangeOfNearest(rules, stay, now);
    throw refusalOf(reasons, range ? nearestStays(rules, stay, now, await entriesAround(range)) : []);
  }

  /** Takes the property's calendar for this transaction; the first thing to lock for whoever changes nights. */
  async lock(tx: EntityManager, propertyId: string): Promise<void> {
    if (!(await lockCalendar(tx, propertyId))) throw new NotFound('There is no such property.');
  }

  /** Whether the nights are free, and those in which the place is prepared. Certain only after `lock`. */
  async isFree(tx: EntityManager, propertyId: string, stay: Stay): Promise<boolean> {
    return (await this.#takenAround(tx, propertyId, stay)).length === 0;
  }

  /** Takes a stay's nights for a booking. @throws DatesUnavailable */
  async claimForBooking(
    tx: EntityManager,
    { propertyId, stay, bookingId }: StayAt & { bookingId: string },
  ): Promise<void> {
    await this.lock(tx, propertyId);
    const taken = await this.#takenAround(tx, propertyId, stay);
    if (taken.length > 0) throw datesUnavailable(taken);
    await this.#insert(tx, { propertyId, stay, kind: 'booking', bookingId, note: '' });
  }

  /** Gives a booking's nights back, if it has any. */
  async release(tx: EntityManager, bookingId: string): Promise<void> {
    await deleteClaimOfBooking(tx, bookingId);
  }

  /**
   * Takes nights for the host, who needs no preparation around them: until they give them back, or for good, those of a
   * booking that they have cancelled. The claim's id. @throws DatesUnavailable
   */
  async blockNights(
    tx: EntityManager,
    kind: 'block' | 'cancelled',
    { propertyId, stay, note }: StayAt & { note: string },
  ): Promise<string> {
    await this.lock(tx, propertyId);
    const { claims } = (await entriesOf(tx, [propertyId], { rules: stay, claims: stay })).get(propertyId);
    const taken = takenReasons(takenNights(claims, 0), stay);
    if (taken.length > 0) throw datesUnavailable(taken);
    return this.#insert(tx, { propertyId, stay, kind, bookingId: null, note });
  }

  async #takenAround(tx: EntityManager, propertyId: string, stay: Stay): Promise<Reason[]> {
    const { claims, preparationNights } = await claimsAgainst(tx, propertyId, stay);
    return takenReasons(takenNights(claims, preparationNights), stay);
  }

  async #insert(tx: EntityManager, claim: Omit<NewClaim, 'id'>): Promise<string> {
    const id = newId();
    try {
      await insertClaim(tx, { id, ...claim }, this.clock.now());
    } catch (error) {
      // The last line of defence (I1); whoever has locked the calendar before does not get here.
      if (violates(error, 'claims_no_overlap'))
        throw datesUnavailable([{ rule: 'unavailable', date: claim.stay.checkIn }]);
      throw error;
    }
    return id;
  }
}
