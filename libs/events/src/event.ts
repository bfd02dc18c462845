import type { EntityManager } from '@mikro-orm/postgresql';
import type { EventCatalogue, EventType } from '#contracts/events.js';

/** A fact, as its consumers hear of it. */
export interface DomainEvent<Type extends EventType = EventType> {
  id: string;
  type: Type;
  /** the thing it is about: a booking's, a property's, a user's id */
  subjectId: string;
  payload: EventCatalogue[Type];
  createdAt: Date;
}

/** What is called with an event, inside the transaction that records the delivery. */
export type EventHandler = (tx: EntityManager, event: DomainEvent) => Promise<void>;
