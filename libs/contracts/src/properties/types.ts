import { registerEnumType } from '@nestjs/graphql';

export const PropertyType = {
  apartment: 'apartment',
  house: 'house',
  guesthouse: 'guesthouse',
  hotel: 'hotel',
  cabin: 'cabin',
  boat: 'boat',
  other: 'other',
} as const;
export type PropertyType = keyof typeof PropertyType;
registerEnumType(PropertyType, { name: 'PropertyType', description: 'What kind of building it is.' });

export const RoomType = {
  entire_place: 'entire_place',
  private_room: 'private_room',
  shared_room: 'shared_room',
  hotel_room: 'hotel_room',
} as const;
export type RoomType = keyof typeof RoomType;
registerEnumType(RoomType, { name: 'RoomType', description: 'How much of it guests have for themselves.' });
