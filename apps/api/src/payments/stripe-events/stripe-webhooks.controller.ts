import { Controller, Headers, HttpCode, Post, Req, type RawBodyRequest } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AnyToken, Public } from '#auth';
import { WebhookReceiptDto } from '#contracts/payments.dto.js';
import { NoRateLimit, NotIdempotent, Problems } from '#http';
import { InvalidSignature, NotAnEvent } from '../payments.errors.js';
import { StripeEvents } from './stripe-events.service.js';

/** Where Stripe tells of what happened to payments. */
@ApiTags('payments')
@Controller('v1/webhooks/stripe')
export class StripeWebhooksController {
  constructor(private readonly events: StripeEvents) {}

  /** Takes an event of Stripe, signed by it. It is stored and answered at once, and applied afterwards, once. */
  @Post()
  @Public()
  @AnyToken()
  @NoRateLimit()
  @NotIdempotent('an event is taken once, by its own id')
  @HttpCode(200)
  @ApiOperation({ operationId: 'receiveStripeEvent', summary: 'For Stripe: take an event' })
  @ApiHeader({ name: 'stripe-signature', required: true, description: 'Time and signature, as Stripe makes them' })
  @ApiBody({
    description: 'An event, as Stripe sends it',
    schema: { type: 'object', example: { id: 'evt_1', object: 'event' } },
  })
  @Problems(InvalidSignature, NotAnEvent)
  async receive(
    @Req() request: RawBodyRequest<FastifyRequest>,
    @Headers('stripe-signature') signature?: string,
  ): Promise<WebhookReceiptDto> {
    if (!request.rawBody || signature === undefined) {
      throw new InvalidSignature('A body and its Stripe-Signature are needed.');
    }
    await this.events.receive(request.rawBody, signature);
    return { received: true };
  }
}
