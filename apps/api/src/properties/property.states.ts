import type { PropertyStatus } from '#contracts/properties/property.dto.js';
import { IllegalTransition } from '#http';

/** What may follow each status. Archived is for good; it can be reached from anywhere, by deleting. */
const propertyTransitions: Record<PropertyStatus, readonly PropertyStatus[]> = {
  draft: ['published', 'archived'],
  published: ['paused', 'archived'],
  paused: ['published', 'archived'],
  archived: [],
};

/** @throws IllegalTransition naming both, when `to` may not follow `from` */
export function assertTransition(from: PropertyStatus, to: PropertyStatus): void {
  if (propertyTransitions[from].includes(to)) return;
  throw new IllegalTransition(`A property that is ${from} cannot become ${to}.`, { data: { from, to } });
}
