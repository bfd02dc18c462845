import { Global, Module } from '@nestjs/common';
import { DeliverySweep } from './delivery.sweep.js';
import { Events } from './events.js';
import { Subscribers } from './subscribers.js';

/** The outbox for everyone. */
@Global()
@Module({ providers: [DeliverySweep, Events, Subscribers], exports: [Events] })
export class EventsModule {}
