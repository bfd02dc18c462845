import { Module } from '@nestjs/common';
import { PaymentRecord } from './payment-record.js';
import { PaymentsController } from './payments.controller.js';
import { PaymentDeadlines } from './payments.events.js';
import { PaymentsResolver } from './payments.resolver.js';
import { PaymentsService } from './payments.service.js';
import { PaymentSettling } from './settling.service.js';
import { StripeApi } from './stripe-api.js';
import { StripeEvents } from './stripe-events.service.js';
import { StripeWebhooksController } from './stripe-webhooks.controller.js';

/** Taking, holding and giving back money by Stripe, and the books about it. It knows bookings by their id only. */
@Module({
  controllers: [PaymentsController, StripeWebhooksController],
  providers: [
    PaymentDeadlines,
    PaymentRecord,
    PaymentSettling,
    PaymentsResolver,
    PaymentsService,
    StripeApi,
    StripeEvents,
  ],
  exports: [PaymentsService],
})
export class PaymentsModule {}
