import type { GuestsInputDto } from '#contracts/quotes.dto.js';
import { isStay, type Stay } from '#dates';
import { InvalidInput } from '#http';
import type { Guests } from './guests.js';
import { PriceTooLarge, TooManyGuests } from './pricing.errors.js';

/** The stay that is asked for. @throws InvalidInput when its dates make none */
export function stayIn({ checkIn, checkOut }: Stay): Stay {
  const stay = { checkIn, checkOut };
  if (isStay(stay)) return stay;
  throw new InvalidInput([{ pointer: '/checkOut', code: 'after_check_in', message: 'must be after checkIn' }]);
}

/** The guests that are asked for: whom nobody tells of, there is none of. */
export function guestsIn({ adults, children = 0, infants = 0, pets = 0 }: GuestsInputDto): Guests {
  return { adults, children, infants, pets };
}

/** @throws TooManyGuests for more adults and children than the place is for */
export function refuseTooMany({ adults, children }: Guests, capacity: number): void {
  if (adults + children <= capacity) return;
  throw new TooManyGuests(`The place is for ${capacity} guests at most.`, {
    errors: [{ pointer: '/guests', code: 'capacity', message: `must be at most ${capacity} adults and children` }],
  });
}

/** What comes of a computation with amounts. @throws PriceTooLarge where one grows beyond what is exact */
export function counted<T>(compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (error instanceof RangeError) throw new PriceTooLarge('The place charges more than can be counted.');
    throw error;
  }
}
