import { registerEnumType } from '@nestjs/graphql';

/** What a host can let others do. Money is not among it. */
export const Permission = {
  listing: 'listing',
  calendar: 'calendar',
  bookings: 'bookings',
  messages: 'messages',
} as const;
export type Permission = keyof typeof Permission;
registerEnumType(Permission, {
  name: 'Permission',
  description:
    'listing: what the place is, its prices and rules; calendar: its nights; bookings: to read, answer and cancel them; ' +
    'messages: to write with guests.',
});
