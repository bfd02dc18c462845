import type { PlaceType, RoomType } from './place-types.js';

/** A property as its listing describes it, before its calendar and its time zone are known. */
export interface Listing {
  readonly id: string;
  readonly row: number;
  readonly hostId: string;
  readonly hostName: string;
  readonly title: string;
  readonly description: string;
  readonly type: PlaceType;
  readonly roomType: RoomType;
  readonly latitude: number;
  readonly longitude: number;
  readonly guests: number;
  readonly bedrooms: number;
  readonly beds: number;
  readonly bathrooms: number;
  readonly amenities: readonly string[];
  /** minor units; undefined when the listing names none */
  readonly price: number | undefined;
  readonly minNights: number;
  readonly maxNights: number;
  readonly instantBook: boolean;
  /** mean of its ratings, 1 to 5 */
  readonly rating: number | undefined;
  readonly ratings: number;
}
