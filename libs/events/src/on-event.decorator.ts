import { SetMetadata } from '@nestjs/common';
import type { EventType } from '#contracts/events.js';

export const ON_EVENT = 'roost:on-event';

/** Which facts a method hears of, and the name under which it is remembered to have heard them. */
export interface Subscription {
  types: EventType[];
  /** stable across releases, e.g. `notifications.booking_confirmed` */
  name: string;
}

/**
 * Marks a method `(tx, event) => Promise<void>` that is told of facts of a type. It runs in a transaction of its own,
 * in which it is also recorded that it has run: a second delivery changes nothing. It calls nothing outside. Facts about
 * one subject come in order – except one that was parked and replayed, so a handler reads how things stand now; of facts
 * about different subjects, and between handlers, there is no order.
 */
export function OnEvent(types: EventType | EventType[], { name }: { name: string }): MethodDecorator {
  return SetMetadata(ON_EVENT, { types: [types].flat(), name } satisfies Subscription);
}
