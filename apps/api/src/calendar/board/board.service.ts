import { Injectable } from '@nestjs/common';
import type { Actor } from '#auth';
import { Clock } from '#clock';
import type { CountDto, PageQuery } from '#contracts/page.dto.js';
import type { PlannedClaimDto, PlannedPropertyDto } from '#contracts/planning-board.dto.js';
import { Database } from '#database';
import { overlaps, type Stay } from '#dates';
import type { KeysetPage } from '#http';
import { PropertiesService, type BookableProperty } from '../../properties/properties.service.js';
import { aroundView, calendarView } from '../calendar-view.js';
import { entriesOf, type FoundClaim, type FoundEntries } from '../entries.queries.js';
import { viewRange } from '../view-range.js';
import { codesOfBookings } from './board.queries.js';
import { dayRuns } from './day-runs.js';

/** The most dates of a board. */
const MAX_BOARD_DAYS = 366;

/** The calendars of all places that somebody hosts, side by side. */
@Injectable()
export class PlanningBoardService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly properties: PropertiesService,
  ) {}

  /**
   * A page of one's own places, and of those where one may see to the calendar, the newest first, with all of their nights
   * from a date to before another: three statements, however many places there are.
   * @throws InvalidInput for more than 366 days
   */
  async page(
    actor: Actor,
    dates: { from: string; to: string },
    page: PageQuery,
  ): Promise<KeysetPage<PlannedPropertyDto>> {
    const range = viewRange(dates, MAX_BOARD_DAYS);
    const found = await this.properties.bookableWith(actor, 'calendar', page);
    const em = this.database.fork();
    const ids = found.data.map(({ id }) => id);
    const entries = await entriesOf(em, ids, aroundView(found.data, range));
    const shown = found.data.filter(({ permissions }) => permissions?.includes('bookings'));
    const codes = await codesOfBookings(
      em,
      shown.flatMap(({ id }) => bookingsOf(entries.get(id), range)),
    );
    const now = this.clock.now();
    return found.map((property) => plannedProperty(property, range, { entries: entries.get(property.id), codes, now }));
  }

  /** How many places there are on the board. */
  count(actor: Actor): Promise<CountDto> {
    return this.properties.countOwn(actor, 'calendar');
  }
}

function bookingsOf({ claims }: FoundEntries, range: Stay): string[] {
  return claims.flatMap(({ bookingId, stay }) => (bookingId !== null && overlaps(stay, range) ? [bookingId] : []));
}

function plannedProperty(
  property: BookableProperty,
  range: Stay,
  { entries, codes, now }: { entries: FoundEntries; codes: ReadonlyMap<string, string>; now: Date },
): PlannedPropertyDto {
  const seesBookings = property.permissions?.includes('bookings') ?? false;
  const { data } = calendarView(property, range, entries, { now, isHost: true });
  return {
    id: property.id,
    title: property.title,
    status: property.status,
    checkInDays: property.rules.checkInDays,
    claims: entries.claims
      .filter(({ stay }) => overlaps(stay, range))
      .map((claim) => plannedClaim(claim, seesBookings ? codes : new Map())),
    days: dayRuns(data, range.checkOut, entries.dateRules),
  };
}

/** @param codes of the bookings that may be told of */
function plannedClaim({ kind, stay, bookingId }: FoundClaim, codes: ReadonlyMap<string, string>): PlannedClaimDto {
  const bookingCode = bookingId === null ? undefined : codes.get(bookingId);
  return {
    kind,
    from: stay.checkIn,
    to: stay.checkOut,
    ...(bookingId !== null && bookingCode !== undefined && { bookingId, bookingCode }),
  };
}
