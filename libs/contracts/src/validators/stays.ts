import { IsWhole } from './numbers.js';

/** Airbnb's own longest stay, which is ours too. */
const LONGEST_STAY_NIGHTS = 1125;
/** The largest party that a place can be for. */
const MOST_GUESTS = 100;

/** How many nights a stay has. Codes: those of `IsWhole`. */
export const IsNights = (): PropertyDecorator => IsWhole(1, LONGEST_STAY_NIGHTS);

/** How many people a stay is for, at least one. Codes: those of `IsWhole`. */
export const IsParty = (): PropertyDecorator => IsWhole(1, MOST_GUESTS);
