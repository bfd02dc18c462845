import type { Call } from '../call/call.js';
import { cardError, docUrl, invalidRequest, noSuch } from '../call/errors.js';
import { newId } from '../call/ids.js';
import type { Params } from '../call/params.js';
import type { JsonObject } from '../objects/json.js';
import type { PaymentMethod } from '../objects/payment-method.js';
import { cardNamed, cardNumbered, cardWithFingerprint, passesLuhn, type TestCard } from './test-cards.js';

const CREATE = new Set(['type', 'card', 'billing_details', 'metadata', 'allow_redisplay']);
/** The months and years of cards that were given by name rather than by number. */
const NAMED_CARD_VALID_YEARS = 4;

/**
 * POST /v1/payment_methods.
 * @throws StripeError 400 for a parameter that is wrong, 402 for a card's number that is none
 */
export function createPaymentMethod(call: Call): PaymentMethod {
  call.params.only(CREATE);
  return call.store.paymentMethods.put(fromDetails(call, call.params, ''));
}

/**
 * GET /v1/payment_methods/:id, also by a test card's name.
 * @throws StripeError 404
 */
export function retrievePaymentMethod(call: Call, id: string): PaymentMethod {
  return call.store.paymentMethods.get(id) ?? named(call, id) ?? missing(id, 'payment_method', 404);
}

/** The payment method that a PaymentIntent's call gives, by id, by a test card's name or by the card's data. */
export function givenPaymentMethod(call: Call): PaymentMethod | null {
  const { params, store } = call;
  const details = params.group('payment_method_data');
  if (details !== null) return store.paymentMethods.put(fromDetails(call, details, 'payment_method_data'));
  const id = params.text('payment_method');
  if (id === null) return null;
  const known = store.paymentMethods.get(id);
  if (known !== undefined) return known;
  const fromName = named(call, id) ?? missing(id, 'payment_method', 400);
  return store.paymentMethods.put(fromName);
}

/** What the card behind a payment method will do. */
export function testCardOf(method: PaymentMethod): TestCard {
  const card = cardWithFingerprint(method.card.fingerprint);
  if (card === undefined) throw new Error(`Payment method ${method.id} has a card that is no longer a test card`);
  return card;
}

function missing(id: string, param: string, status: 400 | 404): never {
  throw noSuch('PaymentMethod', id, param, status);
}

function named(call: Call, name: string): PaymentMethod | null {
  const card = cardNamed(name);
  if (card === undefined) return null;
  const expiryYear = new Date(call.now * 1000).getUTCFullYear() + NAMED_CARD_VALID_YEARS;
  return paymentMethod(call, card, { month: 8, year: expiryYear }, null);
}

function fromDetails(call: Call, params: Params, prefix: string): PaymentMethod {
  params.oneOf('type', ['card']);
  const card = params.group('card');
  if (card === null) {
    const param = prefix === '' ? 'card' : `${prefix}[card]`;
    throw invalidRequest(`Missing required param: ${param}.`, param, 'parameter_missing');
  }
  const number = card.requiredText('number').replaceAll(/[ -]/g, '');
  const month = card.integer('exp_month') ?? 0;
  const year = fullYear(card.integer('exp_year') ?? 0);
  const found = cardNumbered(number);
  const method = paymentMethod(call, found ?? UNKNOWN, { month, year }, params.object('billing_details'));
  if (found === undefined)
    throw passesLuhn(number) ? liveCard(method) : badCard(method, 'incorrect_number', 'number is incorrect');
  if (month < 1 || month > 12) throw badCard(method, 'invalid_expiry_month', 'expiration month is invalid');
  if (hasExpired(month, year, call.now)) throw badCard(method, 'invalid_expiry_year', 'expiration year is invalid');
  return { ...method, metadata: params.metadata() };
}

const UNKNOWN: TestCard = {
  names: [],
  number: '0000',
  brand: 'unknown',
  funding: 'credit',
  fingerprint: '',
  authenticates: false,
};

const fullYear = (year: number): number => (year < 100 ? 2000 + year : year);

function hasExpired(month: number, year: number, now: number): boolean {
  return Date.UTC(year, month, 1) <= now * 1000;
}

function badCard(method: PaymentMethod, code: string, what: string) {
  const message = `Your card's ${what}.`;
  return cardError({ type: 'card_error', code, message, doc_url: docUrl(code), payment_method: method });
}

function liveCard(method: PaymentMethod) {
  return cardError({
    type: 'card_error',
    code: 'card_declined',
    decline_code: 'test_mode_live_card',
    message: 'Your card was declined. Your request was in test mode, but used a non test card.',
    doc_url: docUrl('card_declined'),
    payment_method: method,
  });
}

const NO_ADDRESS = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };
const NO_BILLING_DETAILS = { address: NO_ADDRESS, email: null, name: null, phone: null, tax_id: null };

function paymentMethod(
  call: Call,
  card: TestCard,
  expiry: { readonly month: number; readonly year: number },
  billing: JsonObject | null,
): PaymentMethod {
  return {
    id: newId('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: billing === null ? NO_BILLING_DETAILS : { ...NO_BILLING_DETAILS, ...billing },
    card: cardFields(card, expiry),
    created: call.now,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
  };
}

function cardFields(card: TestCard, expiry: { readonly month: number; readonly year: number }): PaymentMethod['card'] {
  return {
    brand: card.brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: 'US',
    display_brand: card.brand,
    exp_month: expiry.month,
    exp_year: expiry.year,
    fingerprint: card.fingerprint,
    funding: card.funding,
    generated_from: null,
    last4: card.number.slice(-4),
    networks: { available: [card.brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}
