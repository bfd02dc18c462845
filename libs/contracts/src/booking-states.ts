import { registerEnumType } from '@nestjs/graphql';

export const BookingStatus = {
  pending_payment: 'pending_payment',
  requested: 'requested',
  confirmed: 'confirmed',
  in_stay: 'in_stay',
  completed: 'completed',
  expired: 'expired',
  declined: 'declined',
  cancelled_by_guest: 'cancelled_by_guest',
  cancelled_by_host: 'cancelled_by_host',
  no_show: 'no_show',
} as const;
export type BookingStatus = keyof typeof BookingStatus;
registerEnumType(BookingStatus, { name: 'BookingStatus', description: 'Where a booking is in its life.' });

export const BookingRole = { guest: 'guest', host: 'host' } as const;
export type BookingRole = keyof typeof BookingRole;
registerEnumType(BookingRole, { name: 'BookingRole', description: 'On which side of a booking someone is.' });

export const BookingNextAction = { pay: 'pay', accept: 'accept', decline: 'decline', cancel: 'cancel' } as const;
export type BookingNextAction = keyof typeof BookingNextAction;
registerEnumType(BookingNextAction, {
  name: 'BookingNextAction',
  description: 'What the reader of a booking can do with it now.',
});
