import { registerEnumType } from '@nestjs/graphql';

/** In the order of ISO 8601. */
export const Weekday = {
  monday: 'monday',
  tuesday: 'tuesday',
  wednesday: 'wednesday',
  thursday: 'thursday',
  friday: 'friday',
  saturday: 'saturday',
  sunday: 'sunday',
} as const;
export type Weekday = keyof typeof Weekday;
registerEnumType(Weekday, { name: 'Weekday', description: 'A day of the week.' });

/** All seven, from Monday on. */
export const WEEKDAYS: readonly Weekday[] = Object.values(Weekday);
