import { Global, Module } from '@nestjs/common';
import { forgets } from '#jobs';
import { DeliverySweep } from './delivery.sweep.js';
import { Events } from './events.js';
import { Subscribers } from './subscribers.js';
import { holdsFacts } from './events.personal-data.js';

/** Parked deliveries stay until somebody has decided about them. */
const forgetsDeliveries = forgets({
  table: 'event_deliveries',
  since: 'handled_at',
  days: ({ retention }) => retention.eventDays,
});

/** The facts about a booking are its history (I5). */
const forgetsEvents = forgets({
  table: 'events',
  since: 'created_at',
  where: "type NOT LIKE 'booking.%'",
  unless: 'EXISTS (SELECT FROM event_deliveries d WHERE d.event_id = events.id)',
  days: ({ retention }) => retention.eventDays,
});

/** The outbox for everyone. */
@Global()
@Module({
  providers: [DeliverySweep, Events, Subscribers, forgetsDeliveries, forgetsEvents, holdsFacts],
  exports: [Events],
})
export class EventsModule {}
