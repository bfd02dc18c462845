import { isStay, nightCount, type LocalDate, type Stay } from '#dates';
import { InvalidInput } from '#http';

/** The dates of a view. @throws InvalidInput when there are none, or more than `most` */
export function viewRange({ from, to }: { from: LocalDate; to: LocalDate }, most: number): Stay {
  const range = { checkIn: from, checkOut: to };
  if (!isStay(range)) throw new InvalidInput([{ pointer: '/to', code: 'after', message: 'must be after from' }]);
  if (nightCount(range) > most) {
    throw new InvalidInput([{ pointer: '/to', code: 'max', message: `must be at most ${most} days after from` }]);
  }
  return range;
}
