import { describe, expect, it } from '@jest/globals';
import { readMatrix } from './matrix-table.js';

const CALLERS = ['guest', 'host'] as const;

describe('a table of who may do what', () => {
  it('has a line an operation, and notes for its readers', () => {
    const { expected } = readMatrix(
      `
      guest host

      # bookings
      acceptBooking 403 200
      getBooking    200 200`,
      CALLERS,
    );
    expect(Object.fromEntries([...expected].map(([operation, cells]) => [operation, [...cells.values()]]))).toEqual({
      acceptBooking: [403, 200],
      getBooking: [200, 200],
    });
  });

  it.each([
    ['host guest\n a 200 200', 'the callers are guest host, not host guest'],
    ['guest host\n a 200', 'a needs 2 statuses: 200'],
    ['guest host\n a 200 yes', 'a needs 2 statuses: 200 yes'],
    ['guest host\n a 200 200\n a 200 200', 'a comes twice'],
  ])('is refused when a cell is missing, or said twice: %j', (table, message) => {
    expect(() => readMatrix(table, CALLERS)).toThrow(message);
  });
});
