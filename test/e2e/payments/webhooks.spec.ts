import { describe, expect, it } from '@jest/globals';
import {
  book,
  bookingWhen,
  confirmedBooking,
  pay,
  place,
  type BookingAnswer,
  type StripeEvent,
  TEST_START,
  newKey,
} from '#testing';
import { openMarket, STAY } from '../support/market.js';
import { expectWhole } from '../support/whole.js';

const ALL = 1000;

const { app, stripe, host, guest, held, read, journals, timesTold } = await openMarket({ LOG_LEVEL: 'fatal' });

describe('webhooks of Stripe', () => {
  const stored = (id: string) =>
    app.sql<{ type: string; applied_at: Date | null }>('SELECT type, applied_at FROM stripe_events WHERE id = $1', [
      id,
    ]);

  /** What happens at Stripe while `happening` runs, none of which is told to the application. */
  const untold = async (booking: BookingAnswer, happening: () => Promise<unknown>): Promise<StripeEvent[]> => {
    await stripe.quiet();
    const before = await stripe.eventsOf(booking.payment.paymentIntentId);
    await stripe.fault({ dropWebhooks: true, count: ALL });
    await happening();
    await stripe.quiet();
    await stripe.clearFaults();
    return (await stripe.eventsOf(booking.payment.paymentIntentId)).slice(before.length);
  };

  it('are believed only with the signature of Stripe over the very bytes, and fresh', async () => {
    const booking = await held();
    const events = await untold(booking, () => pay(app, booking.payment));
    const event = events.find(({ type }) => type === 'payment_intent.succeeded');
    if (!event) throw new Error('Stripe told of no success');
    const body = JSON.stringify(event);
    const seconds = Math.floor(Date.now() / 1000);
    const refused = [
      await stripe.deliver(event, { signature: '' }),
      await stripe.deliver(event, { signature: 'rubbish' }),
      await stripe.deliver(event, { signature: `t=${seconds},v1=${'0'.repeat(64)}` }),
      await stripe.deliver(event, { signature: `t=${seconds}` }),
      await stripe.deliver(event, { secret: 'whsec_of_somebody_else' }),
      await stripe.deliver(event, { signedAt: seconds - 301 }),
      await stripe.deliver(JSON.stringify(event, null, 2), { signedBody: body }),
      await stripe.deliver(body.replace(/"amount":\d+/, '"amount":1'), { signedBody: body }),
      await stripe.deliver(`${body}\n`, { signedBody: body }),
      await app.post('/v1/webhooks/stripe', event),
    ];
    for (const answer of refused) {
      expect(answer.body).toMatchObject({ status: 400, code: 'invalid_signature' });
      expect(answer.headers.get('content-type')).toMatch('application/problem+json');
    }
    await app.advance('PT1S');
    expect(await stored(event.id)).toEqual([]);
    expect(await read(booking)).toMatchObject({ status: 'pending_payment', payment: { captured: { amount: 0 } } });

    expect((await stripe.deliver(event)).status).toBe(200);
    await bookingWhen(app, guest, booking.id, 'confirmed');
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'hello'],
    ['null', 'null'],
    ['a number', '42'],
    ['a list', '[]'],
    ['an object that is no event', '{}'],
    ['an event without a type', '{"id":"evt_without_type","object":"event"}'],
    ['an event with an odd id', '{"id":42,"type":"a.b","object":"event"}'],
    ['an event with a name that is no name', `{"id":"evt_${'x'.repeat(4000)}","type":"a.b","object":"event"}`],
    ['an event with NUL in its type', '{"id":"evt_nul","type":"a\\u0000b","object":"event","data":{"object":{}}}'],
    ['an event with NUL in its id', '{"id":"evt_\\u0000","type":"a.b","object":"event"}'],
    ['an event with half of a character in its id', '{"id":"evt_\\ud800","type":"a.b","object":"event"}'],
    ['an event without a name', '{"id":"","type":"","object":"event"}'],
  ])('that are signed but hold %s are refused, and not for their signature', async (_name, body) => {
    const before = await app.sql('SELECT FROM stripe_events');
    const answer = await stripe.deliver(body);
    expect(answer.body).toMatchObject({ status: 400, code: 'not_an_event' });
    expect(await app.sql('SELECT FROM stripe_events')).toHaveLength(before.length);
  });

  it.each([
    ['twenty thousand levels', `{"a":`.repeat(20_000) + '1' + '}'.repeat(20_000)],
    ['five hundred thousand lists', '['.repeat(500_000) + ']'.repeat(500_000)],
    ['NUL in a text', '"\\u0000"'],
    ['half of a surrogate pair', '"\\ud800"'],
    ['a number that is none', '1e999999'],
  ])('that are signed and hold what cannot be read – %s – are kept to the letter, and parked', async (what, odd) => {
    const id = `evt_odd_${what.replaceAll(' ', '_')}`;
    const body = `{"id":"${id}","object":"event","type":"payment_intent.succeeded","data":{"object":${odd}}}`;
    for (let time = 0; time < 2; time += 1) {
      const { status } = await stripe.deliver(body);
      expect([what, status]).toEqual([what, 200]);
    }
    await app.advance('PT1S');
    const kept = await app.sql('SELECT unreadable, applied_at, retry_at, last_error FROM stripe_events WHERE id = $1', [
      id,
    ]);
    expect(kept).toEqual([{ unreadable: body, applied_at: null, retry_at: null, last_error: expect.any(String) }]);
  });

  it('that give a name twice, or have more of them than a client may send, are applied', async () => {
    const names = Array.from({ length: 20_000 }, (_, n) => `"k${n}":${n}`).join(',');
    const body = `{"id":"evt_wide","object":"event","type":"a.b","object":"event","data":{${names}}}`;
    expect((await stripe.deliver(body)).status).toBe(200);
    await app.advance('PT1S');
    expect(await stored('evt_wide')).toEqual([{ type: 'a.b', applied_at: expect.any(Date) }]);
  });

  it('that ended the process at each try, before it could note anything, are parked instead of tried for ever', async () => {
    await app.sql(
      `INSERT INTO stripe_events (id, type, payload, received_at, retry_at, attempts)
       VALUES ('evt_deadly', 'a.b', '{}', $1, $1, 8)`,
      [TEST_START],
    );
    await app.advance('PT1S');
    const kept = await app.sql(`SELECT applied_at, retry_at, last_error FROM stripe_events WHERE id = 'evt_deadly'`);
    expect(kept).toEqual([
      { applied_at: null, retry_at: null, last_error: expect.stringMatching(/ended the process/) },
    ]);
  });

  it('that are too large are refused as such', async () => {
    const answer = await stripe.deliver({ id: 'evt_large', type: 'a.b', object: 'event', data: 'x'.repeat(1_100_000) });
    expect(answer.body).toMatchObject({ status: 413 });
  });

  it('of a kind or about a payment that is not known are stored, and change nothing', async () => {
    const booking = await confirmedBooking(app, guest, { propertyId: await place(app, host), ...STAY });
    const strange = {
      object: 'payment_intent',
      id: 'pi_of_somebody_else',
      metadata: { payment_id: booking.payment.id },
    };
    for (const event of [
      {
        id: 'evt_unknown',
        object: 'event',
        type: 'issuing.card.created',
        data: { object: { object: 'card', id: 'ic_1' } },
      },
      { id: 'evt_bare', object: 'event', type: 'payment_intent.succeeded', data: {} },
      { id: 'evt_strange', object: 'event', type: 'payment_intent.canceled', data: { object: strange } },
    ]) {
      expect((await stripe.deliver(event)).status).toBe(200);
      await app.advance('PT1S');
      expect(await stored(event.id)).toEqual([{ type: event.type, applied_at: expect.any(Date) }]);
    }
    expect(await read(booking)).toMatchObject({ status: 'confirmed', payment: { status: 'captured' } });
    expect(await journals(booking)).toEqual(['capture']);
  });

  it('are only hints: what Stripe itself does not say is not done', async () => {
    const booking = await held();
    const object = {
      ...(await stripe.intent(booking.payment.paymentIntentId)),
      status: 'succeeded',
      amount_received: booking.total.amount,
    };
    const answer = await stripe.deliver({
      id: 'evt_untrue',
      object: 'event',
      type: 'payment_intent.succeeded',
      data: { object },
    });
    expect(answer.status).toBe(200);
    await app.advance('PT1S');
    expect(await read(booking)).toMatchObject({ status: 'pending_payment', payment: { status: 'requires_payment' } });
  });

  it('that come twenty times at once are applied once', async () => {
    const booking = await held();
    const events = await untold(booking, () => pay(app, booking.payment));
    const answers = await Promise.all(
      events.flatMap((event) => Array.from({ length: 20 }, () => stripe.deliver(event))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await bookingWhen(app, guest, booking.id, 'confirmed');
    await app.advance('PT1S');
    for (const { id } of events) expect(await stored(id)).toHaveLength(1);
    expect(await journals(booking)).toEqual(['capture']);
    expect(await timesTold(booking, 'booking.confirmed')).toBe(1);
  });

  it('that Stripe repeats are applied once', async () => {
    await stripe.fault({ duplicateWebhooks: true, count: ALL });
    const booking = await confirmedBooking(app, guest, { propertyId: await place(app, host), ...STAY });
    await stripe.quiet();
    await stripe.clearFaults();
    expect(await journals(booking)).toEqual(['capture']);
  });

  it('that come in the reverse order lead to the same end', async () => {
    const booking = await held();
    const events = await untold(booking, async () => {
      await pay(app, booking.payment, 'pm_card_chargeDeclined');
      await pay(app, booking.payment);
    });
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['payment_intent.payment_failed', 'payment_intent.succeeded']),
    );
    for (const event of events.toReversed()) {
      expect((await stripe.deliver(event)).status).toBe(200);
      await app.advance('PT1S');
    }
    const confirmed = await read(booking);
    expect(confirmed).toMatchObject({ status: 'confirmed', payment: { status: 'captured', captured: booking.total } });

    const refunding = await untold(booking, () =>
      app.post(`/v1/bookings/${booking.id}/cancel`, undefined, guest.token, newKey()),
    );
    for (const event of [...refunding.toReversed(), ...events.toReversed()]) await stripe.deliver(event);
    await app.advance('PT1S');
    expect(await read(booking)).toMatchObject({
      status: 'cancelled_by_guest',
      payment: { status: 'captured', refunded: booking.total },
    });
    expect(await journals(booking)).toEqual(['capture', 'refund']);
  });

  it('that are lost are not needed: the payment is found by looking', async () => {
    const booking = await held();
    await untold(booking, () => pay(app, booking.payment));
    expect((await read(booking)).status).toBe('pending_payment');
    await app.advance('PT6M');
    expect(await read(booking)).toMatchObject({ status: 'confirmed', payment: { captured: booking.total } });
  });

  it('that are lost do not lose a request either', async () => {
    const propertyId = await place(app, host, { rules: { bookingMode: 'request' } });
    const booking = await book(app, guest, { propertyId, ...STAY });
    await untold(booking, () => pay(app, booking.payment));
    await app.advance('PT6M');
    expect(await read(booking)).toMatchObject({ status: 'requested', payment: { status: 'authorised' } });
  });

  it('leave the books and Stripe in agreement', () => expectWhole(app));
});
