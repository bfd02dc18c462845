/** Why a card does not pay, in Stripe's words (https://docs.stripe.com/testing#declined-payments). */
export interface Decline {
  readonly code: string;
  readonly declineCode: string;
  readonly networkDeclineCode?: string;
  readonly message: string;
}

export interface TestCard {
  /** Ids that stand for the card without its number. */
  readonly names: readonly string[];
  readonly number: string;
  readonly brand: string;
  readonly funding: 'credit' | 'debit';
  /** Unique to the card, so that a payment method's own field leads back to what the card will do. */
  readonly fingerprint: string;
  /** The bank wants to see the card's holder first. */
  readonly authenticates: boolean;
  readonly decline?: Decline;
  /** The holder disputes the payment as soon as it has been captured. */
  readonly disputeReason?: string;
  /** What the bank says of a refund a while after it was made: `succeeds` is pending until then. */
  readonly refundOutcome?: 'succeeds' | 'fails';
}

type Behaviour = Partial<
  Pick<TestCard, 'brand' | 'funding' | 'authenticates' | 'decline' | 'disputeReason' | 'refundOutcome'>
>;

function card(number: string, names: readonly string[], behaviour: Behaviour = {}): TestCard {
  const fingerprint = `Sandbox${Number(number).toString(36)}`;
  return { brand: 'visa', funding: 'credit', authenticates: false, ...behaviour, number, names, fingerprint };
}

function cardDeclined(declineCode: string, networkDeclineCode: string, message: string): Decline {
  return { code: 'card_declined', declineCode, networkDeclineCode, message };
}

const GENERIC_DECLINE = cardDeclined('generic_decline', '01', 'Your card was declined.');
const INSUFFICIENT_FUNDS = cardDeclined('insufficient_funds', '51', 'Your card has insufficient funds.');
const LOST = cardDeclined('lost_card', '41', 'Your card was declined.');
const STOLEN = cardDeclined('stolen_card', '43', 'Your card was declined.');
const EXPIRED = { code: 'expired_card', declineCode: 'expired_card', message: 'Your card has expired.' };
const WRONG_CVC = {
  code: 'incorrect_cvc',
  declineCode: 'incorrect_cvc',
  message: "Your card's security code is incorrect.",
};
const PROCESSING = {
  code: 'processing_error',
  declineCode: 'processing_error',
  message: 'An error occurred while processing your card. Try again in a little bit.',
};

/** The cards of https://docs.stripe.com/testing that this project has a use for. */
const CARDS: readonly TestCard[] = [
  card('4242424242424242', ['pm_card_visa']),
  card('4000056655665556', ['pm_card_visa_debit'], { funding: 'debit' }),
  card('5555555555554444', ['pm_card_mastercard'], { brand: 'mastercard' }),
  card('378282246310005', ['pm_card_amex'], { brand: 'amex' }),
  card('4000000000000002', ['pm_card_chargeDeclined', 'pm_card_visa_chargeDeclined'], { decline: GENERIC_DECLINE }),
  card(
    '4000000000009995',
    ['pm_card_chargeDeclinedInsufficientFunds', 'pm_card_visa_chargeDeclinedInsufficientFunds'],
    { decline: INSUFFICIENT_FUNDS },
  ),
  card('4000000000009987', ['pm_card_visa_chargeDeclinedLostCard'], { decline: LOST }),
  card('4000000000009979', ['pm_card_visa_chargeDeclinedStolenCard'], { decline: STOLEN }),
  card('4000000000000069', ['pm_card_chargeDeclinedExpiredCard'], { decline: EXPIRED }),
  card('4000000000000127', ['pm_card_chargeDeclinedIncorrectCvc'], { decline: WRONG_CVC }),
  card('4000000000000119', ['pm_card_chargeDeclinedProcessingError'], { decline: PROCESSING }),
  card('4000002500003155', ['pm_card_authenticationRequiredOnSetup'], { authenticates: true }),
  card('4000002760003184', ['pm_card_authenticationRequired'], { authenticates: true }),
  card('4000000000003220', ['pm_card_threeDSecure2Required'], { authenticates: true }),
  card('4000008260003178', ['pm_card_authenticationRequiredChargeDeclinedInsufficientFunds'], {
    authenticates: true,
    decline: INSUFFICIENT_FUNDS,
  }),
  card('4000000000007726', ['pm_card_pendingRefund'], { refundOutcome: 'succeeds' }),
  card('4000000000005126', ['pm_card_refundFail'], { refundOutcome: 'fails' }),
  card('4000000000000259', ['pm_card_createDispute'], { disputeReason: 'fraudulent' }),
  card('4000000000002685', ['pm_card_createDisputeProductNotReceived'], { disputeReason: 'product_not_received' }),
];

const byName = new Map(CARDS.flatMap((entry) => entry.names.map((name) => [name, entry] as const)));
const byNumber = new Map(CARDS.map((entry) => [entry.number, entry]));
const byFingerprint = new Map(CARDS.map((entry) => [entry.fingerprint, entry]));

export const cardNamed = (name: string): TestCard | undefined => byName.get(name);
export const cardNumbered = (number: string): TestCard | undefined => byNumber.get(number);
export const cardWithFingerprint = (fingerprint: string): TestCard | undefined => byFingerprint.get(fingerprint);

/** Whether a card number's check digit fits its other digits (ISO/IEC 7812-1, annex B). */
export function passesLuhn(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false;
  let sum = 0;
  for (let place = 0; place < number.length; place++) {
    const digit = Number(number[number.length - 1 - place]);
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
