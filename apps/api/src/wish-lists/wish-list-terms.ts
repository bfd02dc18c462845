import { CreateWishListInput, UpdateWishListInput } from '#contracts/wish-lists.dto.js';
import { isStay } from '#dates';
import { crossRule, type FieldError } from '#http';

type Dates = Partial<Record<'checkIn' | 'checkOut', string | null>>;

/**
 * What is wrong with the dates of a list taken together: one without the other, or an end that is not after the beginning.
 * @param sound without those that are wrong by themselves
 * @param given with those: they are there
 */
export function wishListErrors(sound: Dates, given: Dates = sound): FieldError[] {
  const { checkIn, checkOut } = given;
  if (has(checkIn) !== has(checkOut) || (checkIn === undefined) !== (checkOut === undefined))
    return [
      { pointer: has(checkIn) ? '/checkOut' : '/checkIn', code: 'required', message: 'must come with the other' },
    ];
  if (!has(sound.checkIn) || !has(sound.checkOut)) return [];
  if (isStay({ checkIn: sound.checkIn, checkOut: sound.checkOut })) return [];
  return [{ pointer: '/checkOut', code: 'after_check_in', message: 'must be after checkIn' }];
}

function has(date: string | null | undefined): date is string {
  return date !== undefined && date !== null;
}

crossRule(CreateWishListInput, wishListErrors);
crossRule(UpdateWishListInput, wishListErrors);
