import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Audit } from '#audit';
import type { Actor } from '#auth';
import { Clock } from '#clock';
import type { DaysToSetDto, SetCalendarDaysDto } from '#contracts/calendar-days.dto.js';
import type { CalendarDto } from '#contracts/calendar.dto.js';
import { Database } from '#database';
import { addDays, localDateAt, type LocalDate } from '#dates';
import { InvalidInput, type FieldError } from '#http';
import { assertPermitted } from '../properties/access.rules.js';
import { PropertiesService, PropertyArchived, type BookableProperty } from '../properties/properties.service.js';
import { CalendarService } from './calendar.service.js';
import { writeDateRules } from './days.queries.js';
import {
  changedRule,
  daysToSet,
  hullOf,
  impossibleLengths,
  misfits,
  withoutUndefined,
  type DayToSet,
} from './days-to-set.js';
import { entriesOf } from './entries.queries.js';
import type { DateRule } from './stay.rules.js';

/** What a host, or whom they let do so by `calendar`, says of single days: rules, and what the night costs. */
@Injectable()
export class DaysService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly properties: PropertiesService,
    private readonly calendar: CalendarService,
    private readonly audit: Audit,
  ) {}

  /**
   * Sets what is to count on some days. Bookings that there are stay as they are.
   * @returns the calendar from the first of these days to the last
   * @throws InvalidInput naming all that is wrong; PropertyArchived, NotFound, Forbidden
   */
  async set(actor: Actor, propertyId: string, { days: ranges }: SetCalendarDaysDto): Promise<CalendarDto> {
    const { permissions } = await this.properties.bookableById(propertyId, undefined, actor.id);
    assertPermitted(permissions, 'calendar');
    await this.database.transaction(async (tx) => {
      await this.calendar.lock(tx, propertyId);
      const property = await this.properties.bookableById(propertyId, tx);
      if (property.status === 'archived') throw new PropertyArchived('An archived property cannot be changed.');
      const today = localDateAt(this.clock.now(), property.timeZone);
      refuse(misfits(ranges, today, property.rates?.currency));
      const days = daysToSet(ranges);
      await this.#setRules(tx, property, ranges, days);
      await this.properties.setNightPrices(tx, propertyId, pricesIn(days), addDays(today, -1));
      await this.audit.record(tx, {
        action: 'calendar.days_set',
        subject: propertyId,
        after: { days: ranges.map(told) },
      });
    });
    return this.calendar.viewOf(actor, propertyId, hullOf(ranges));
  }

  async #setRules(
    tx: EntityManager,
    { id, rules }: BookableProperty,
    ranges: readonly DaysToSetDto[],
    days: ReadonlyMap<LocalDate, DayToSet>,
  ): Promise<void> {
    const hull = hullOf(ranges);
    const { dateRules } = (await entriesOf(tx, [id], { rules: hull, claims: hull })).get(id);
    const changed = new Map([...days].map(([date, day]) => [date, changedRule(dateRules.get(date), day)]));
    const after = new Map(
      [...changed].flatMap(([date, rule]): [LocalDate, DateRule][] => (rule ? [[date, rule]] : [])),
    );
    refuse(impossibleLengths(rules, days, after));
    await writeDateRules(tx, id, changed);
  }
}

function refuse(errors: FieldError[]): void {
  if (errors.length > 0) throw new InvalidInput(errors);
}

function pricesIn(days: ReadonlyMap<LocalDate, DayToSet>): Map<LocalDate, number | null> {
  return new Map(
    [...days].flatMap(([date, { price }]): [LocalDate, number | null][] =>
      price === undefined ? [] : [[date, price?.amount ?? null]],
    ),
  );
}

/** As it was sent, without what was not. */
function told({ price, ...settings }: DaysToSetDto) {
  return {
    ...withoutUndefined(settings),
    ...(price !== undefined && { price: price && { amount: price.amount, currency: price.currency } }),
  };
}
