import { Module } from '@nestjs/common';
import { forgets } from '#jobs';
import { PaymentRecord } from './settling/payment-record.js';
import { PaymentsController } from './payments.controller.js';
import { PaymentDeadlines } from './payments.events.js';
import { PaymentsResolver } from './payments.resolver.js';
import { PaymentsService } from './payments.service.js';
import { PaymentSettling } from './settling/settling.service.js';
import { StripeApi } from './stripe/stripe-api.js';
import { StripeEvents } from './stripe-events/stripe-events.service.js';
import { StripeWebhooksController } from './stripe-events/stripe-webhooks.controller.js';
import { holdsPayments } from './payments.personal-data.js';

/** What was parked stays; what was applied must be known as long as Stripe may send it again. */
const forgetsStripeEvents = forgets({
  table: 'stripe_events',
  since: 'applied_at',
  days: ({ retention }) => retention.stripeEventDays,
});

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
    forgetsStripeEvents,
    holdsPayments,
  ],
  exports: [PaymentsService],
})
export class PaymentsModule {}
