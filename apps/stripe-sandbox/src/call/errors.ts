import type { PaymentError } from '../objects/payment-intent.js';
import type { PaymentMethod } from '../objects/payment-method.js';

type ErrorType = 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';

interface ErrorFields {
  readonly code?: string;
  readonly param?: string;
  readonly charge?: string;
  readonly decline_code?: string;
  readonly network_decline_code?: string;
  readonly payment_intent?: object;
  readonly payment_method?: PaymentMethod;
}

export const docUrl = (code: string): string => `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`;

/** A refusal in Stripe's form: an HTTP status, and the `error` object of the body. */
export class StripeError extends Error {
  /**
   * @param keepsEffects whether what was done before the refusal stands (a declined payment leaves a failed charge);
   *   such an answer is also what a repetition under the same idempotency key gets
   */
  constructor(
    readonly status: number,
    readonly type: ErrorType,
    message: string,
    readonly fields: ErrorFields = {},
    readonly keepsEffects = false,
  ) {
    super(message);
  }

  body(): { readonly error: object } {
    const { code } = this.fields;
    const help = code === undefined ? {} : { doc_url: docUrl(code) };
    return { error: { ...this.fields, ...help, message: this.message, type: this.type } };
  }
}

/** 400: a parameter is missing, unknown or malformed. Nothing was done, and no idempotency key is spent. */
export function invalidRequest(message: string, param?: string, code?: string): StripeError {
  const fields = { ...(code === undefined ? {} : { code }), ...(param === undefined ? {} : { param }) };
  return new StripeError(400, 'invalid_request_error', message, fields);
}

/** 400: the request is well formed, but the state of what it names does not allow it. */
export function refused(message: string, fields: ErrorFields): StripeError {
  return new StripeError(400, 'invalid_request_error', message, fields, true);
}

/** 404 for the object of the address, 400 for one that a parameter names – as Stripe has it. */
export function noSuch(kind: string, id: string, param: string, status: 400 | 404 = 404): StripeError {
  return new StripeError(status, 'invalid_request_error', `No such ${kind}: '${id}'`, {
    code: 'resource_missing',
    param,
  });
}

/** 402: the card did not pay. The PaymentIntent in the error is as the attempt left it. */
export function cardError(error: PaymentError, paymentIntent?: object): StripeError {
  const { type, message, ...fields } = error;
  const withIntent = paymentIntent === undefined ? fields : { ...fields, payment_intent: paymentIntent };
  return new StripeError(402, type, message, withIntent, true);
}
