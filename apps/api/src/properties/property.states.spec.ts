import { describe, expect, it } from '@jest/globals';
import { PropertyStatus } from '#contracts/properties/property.dto.js';
import { IllegalTransition } from '#http';
import { assertTransition } from './property.states.js';

const statuses = Object.values(PropertyStatus);
const legal = new Set([
  'draft published',
  'draft archived',
  'published paused',
  'published archived',
  'paused published',
  'paused archived',
]);

describe('the status of a property', () => {
  it.each(statuses.flatMap((from) => statuses.map((to) => [from, to] as const)))(
    'goes from %s to %s, or says why not',
    (from, to) => {
      const change = () => assertTransition(from, to);
      if (legal.has(`${from} ${to}`)) expect(change).not.toThrow();
      else expect(change).toThrow(IllegalTransition);
    },
  );

  it('names both states when it refuses', () => {
    expect(() => assertTransition('archived', 'published')).toThrow(
      expect.objectContaining({ details: { data: { from: 'archived', to: 'published' } } }),
    );
  });
});
