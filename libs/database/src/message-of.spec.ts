import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { messageOf } from './message-of.js';

describe('messageOf', () => {
  it('is the message of an error, or the text of what else was thrown', () => {
    expect(messageOf(new Error('no such room'))).toBe('no such room');
    expect(messageOf('no such room')).toBe('no such room');
  });

  it('can be stored whatever was thrown', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
        const message = messageOf(new Error(`${text}\u0000\ud800`.repeat(3)));
        expect(message.isWellFormed()).toBe(true);
        expect(message).not.toContain('\u0000');
        expect(message.length).toBeLessThanOrEqual(2000);
      }),
    );
  });
});
