export type PlaceType = 'apartment' | 'house' | 'guesthouse' | 'hotel' | 'cabin' | 'boat' | 'other';
export type RoomType = 'entire_place' | 'private_room' | 'shared_room' | 'hotel_room';

/** The first that matches counts: an aparthotel is a hotel, a guesthouse and a townhouse are looked for before a house. */
const TYPES: readonly (readonly [RegExp, PlaceType])[] = [
  [/boat|yacht|barge/i, 'boat'],
  [/hotel|hostel|resort|ryokan|riad/i, 'hotel'],
  [/guest ?(house|suite)|bed and breakfast|minsu|pension|casa particular|homestay/i, 'guesthouse'],
  [/cabin|chalet|\bhut\b|lodge/i, 'cabin'],
  [/rental unit|apartment|condo|loft|flat|studio/i, 'apartment'],
  [/house|home|villa|bungalow|cottage|\btrullo\b|cycladic|dammuso/i, 'house'],
];

const ROOMS: Readonly<Record<string, RoomType>> = {
  'entire home/apt': 'entire_place',
  'private room': 'private_room',
  'shared room': 'shared_room',
  'hotel room': 'hotel_room',
};

/** What kind of place Airbnb's `property_type` is: "Private room in townhouse" is in a house. */
export function placeTypeOf(propertyType: string): PlaceType {
  return TYPES.find(([pattern]) => pattern.test(propertyType))?.[1] ?? 'other';
}

/** What of the place a guest has, by Airbnb's `room_type`; undefined when it is none of the four. */
export function roomTypeOf(roomType: string): RoomType | undefined {
  return ROOMS[roomType.trim().toLowerCase()];
}
