import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { MoneyDto } from './money.dto.js';
import { IsId } from './validators/codes.js';

/** Where a payment is in its life. */
export const PaymentStatus = {
  intended: 'intended',
  requires_payment: 'requires_payment',
  authorised: 'authorised',
  captured: 'captured',
  cancelled: 'cancelled',
} as const;
export type PaymentStatus = keyof typeof PaymentStatus;
registerEnumType(PaymentStatus, {
  name: 'PaymentStatus',
  description: 'Where a payment is in its life: `authorised` money is held, `captured` money has been taken.',
});

/** Where a refund is in its life. */
export const RefundStatus = { intended: 'intended', succeeded: 'succeeded', failed: 'failed' } as const;
export type RefundStatus = keyof typeof RefundStatus;
registerEnumType(RefundStatus, {
  name: 'RefundStatus',
  description: 'Where a refund is in its life: one that `failed` is still owed, and given in another way.',
});

/** Which Stripe takes the payments: `sandbox` moves no money. */
export const PaymentsMode = { sandbox: 'sandbox', live: 'live' } as const;
export type PaymentsMode = keyof typeof PaymentsMode;
registerEnumType(PaymentsMode, { name: 'PaymentsMode', description: 'Whether real money moves.' });

/** Money on its way back to the guest. */
@ObjectType('Refund', { description: 'Money on its way back to the guest.' })
export class RefundDto {
  /**
   * Identifier
   * @example 019a9a3c-5d7e-7c50-8b5e-3f5d0f6a1b2d
   */
  @Field(() => ID)
  @IsId()
  id!: string;

  /**
   * Where it is: one that `failed`, even after it had `succeeded`, is still owed to the guest, and given in another way;
   * but when the payment is disputed (`charge_disputed`, `charge_for_pending_refund_disputed`), the guest's bank decides
   * about the money
   * @example succeeded
   */
  @Field(() => RefundStatus)
  @ApiProperty({ enum: RefundStatus, enumName: 'RefundStatus' })
  status!: RefundStatus;

  /** What goes back by it */
  amount!: MoneyDto;

  /**
   * Why it failed, in Stripe's words; null when it has not, or when the bank does not say
   * @example expired_or_canceled_card
   */
  @Field(() => String, { nullable: true })
  @ApiProperty({ type: String, nullable: true })
  failureReason!: string | null;
}

/** What a booking's guest pays with, and what became of it. */
@ObjectType('Payment', { description: "A booking's payment, and what became of it." })
export class PaymentDto {
  /**
   * Identifier
   * @example 019a9a3c-5d7e-7c50-8b5e-3f5d0f6a1b2c
   */
  @Field(() => ID)
  @IsId()
  id!: string;

  /**
   * Where it is: `authorised` money is held, `captured` money has been taken
   * @example requires_payment
   */
  @Field(() => PaymentStatus)
  @ApiProperty({ enum: PaymentStatus, enumName: 'PaymentStatus' })
  status!: PaymentStatus;

  /** What is to be paid */
  amount!: MoneyDto;

  /** What has been taken */
  captured!: MoneyDto;

  /** What has been given back so far */
  refunded!: MoneyDto;

  /** What was to be given back, the oldest first, and what has become of it */
  @Field(() => [RefundDto])
  refunds!: RefundDto[];

  /**
   * The PaymentIntent at Stripe, once there is one
   * @example pi_3SgV2KLkdIwHu7ix0bFJ6v8a
   */
  @Field(() => String, { nullable: true })
  @ApiProperty({ type: String, nullable: true })
  paymentIntentId!: string | null;

  /**
   * What the guest's browser confirms the payment with; shown to the guest only, and only while it can be paid
   * @example pi_3SgV2KLkdIwHu7ix0bFJ6v8a_secret_Zd1mXk2n7qv
   */
  @Field(() => String, { nullable: true })
  @ApiProperty({ type: String, nullable: true })
  clientSecret!: string | null;

  /**
   * Why the last attempt to pay was refused, by Stripe's code; null when none was
   * @example insufficient_funds
   */
  @Field(() => String, { nullable: true })
  @ApiProperty({ type: String, nullable: true })
  failureCode!: string | null;
}

/** What a client needs in order to confirm payments. */
@ObjectType('PaymentsConfig', { description: 'What a client needs in order to confirm payments.' })
export class PaymentsConfigDto {
  /**
   * Who takes the payments
   * @example stripe
   */
  provider!: string;

  /**
   * The key that the guest's browser presents
   * @example pk_test_51Roost
   */
  publishableKey!: string;

  /**
   * Where the provider's API is
   * @example https://api.stripe.com
   */
  apiBase!: string;

  /**
   * Whether real money moves
   * @example sandbox
   */
  @Field(() => PaymentsMode)
  @ApiProperty({ enum: PaymentsMode, enumName: 'PaymentsMode' })
  mode!: PaymentsMode;
}

/** That a webhook has arrived; it is applied after this answer. */
export class WebhookReceiptDto {
  /**
   * Always true
   * @example true
   */
  received!: boolean;
}
