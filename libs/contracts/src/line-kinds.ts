import { registerEnumType } from '@nestjs/graphql';

export const LineKind = {
  night: 'night',
  discount: 'discount',
  cleaning: 'cleaning',
  extra_guest: 'extra_guest',
  pet: 'pet',
  guest_service_fee: 'guest_service_fee',
  tax: 'tax',
  host_service_fee: 'host_service_fee',
} as const;
export type LineKind = keyof typeof LineKind;
registerEnumType(LineKind, { name: 'LineKind', description: 'What a line of a price is about.' });
