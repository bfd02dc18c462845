import { expect } from '@jest/globals';
import { StripeSide, type TestApp } from '#testing';
import { checkAudit } from '../../../apps/api/src/audit/check/check-audit.js';
import { checkInvariants } from '../../../apps/api/src/invariants/check.js';

interface OurPayment {
  intent: string;
  status: string;
  captured: number;
  refunded: number;
}

const OURS: Record<string, string> = { succeeded: 'captured', requires_capture: 'authorised', canceled: 'cancelled' };

/** Every invariant holds, and Stripe says of every payment what we say. */
export async function expectWhole(app: TestApp): Promise<void> {
  const stripe = new StripeSide(app);
  await stripe.quiet();
  await expectInvariants(app);
  await expectReconciled(app, stripe);
}

export async function expectInvariants(app: TestApp): Promise<void> {
  const said: string[] = [];
  expect((await checkInvariants(app.database.url, (line) => said.push(line))) || said).toBe(true);
  expect(await checkAudit(app.database.url)).not.toHaveProperty('fault');
}

/**
 * Stripe's PaymentIntents, charges and refunds are ours, one to one and to the cent, and so is what the books say of the
 * money with Stripe. (For currencies whose amounts Stripe writes as we do.)
 */
async function expectReconciled(app: TestApp, stripe: StripeSide): Promise<void> {
  const ours = await app.sql<OurPayment>(`
    SELECT stripe_payment_intent_id AS intent, status, captured_amount::integer AS captured, refunded_amount::integer AS refunded
    FROM payments
    WHERE stripe_payment_intent_id IS NOT NULL
    ORDER BY 1`);
  const charges = await stripe.charges();
  const refunds = await stripe.refunds();
  const theirs = (await stripe.intents()).map(({ id, status }) => ({
    intent: id,
    status: OURS[status] ?? 'requires_payment',
    captured: sum(charges.filter((charge) => charge.payment_intent === id).map((charge) => charge.amount_captured)),
    refunded: sum(
      refunds.filter((each) => each.payment_intent === id && each.status === 'succeeded').map((each) => each.amount),
    ),
  }));
  expect(theirs.sort((a, b) => (a.intent < b.intent ? -1 : 1))).toEqual(
    ours.sort((a, b) => (a.intent < b.intent ? -1 : 1)),
  );
  const clearing = await app.sql<{ amount: number }>(
    `SELECT coalesce(sum(amount), 0)::integer AS amount FROM entries WHERE account = 'stripe_clearing'`,
  );
  expect(clearing[0]?.amount).toBe(sum(theirs.map(({ captured, refunded }) => captured - refunded)));
}

function sum(amounts: number[]): number {
  return amounts.reduce((all, amount) => all + amount, 0);
}
