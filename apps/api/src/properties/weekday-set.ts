import { Type } from '@mikro-orm/core';
import { WEEKDAYS, type Weekday } from '#contracts/properties/weekdays.js';

/** Days of the week, stored as a bit each: 1 Monday, 2 Tuesday … 64 Sunday. */
export class WeekdaySet extends Type<Weekday[], number> {
  override convertToDatabaseValue(days: Weekday[]): number {
    return days.reduce((bits, day) => bits | (1 << WEEKDAYS.indexOf(day)), 0);
  }

  override convertToJSValue(bits: number): Weekday[] {
    return WEEKDAYS.filter((_day, number) => bits & (1 << number));
  }

  override compareAsType(): string {
    return 'number';
  }

  override getColumnType(): string {
    return 'integer';
  }
}
