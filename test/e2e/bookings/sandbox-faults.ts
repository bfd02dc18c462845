import type { TestApp } from '#testing';

/** What Stripe is to do wrong, as the sandbox's control route takes it. */
export interface StripeFault {
  answerLostAfterEffect?: true;
  status500?: true;
  dropWebhooks?: true;
  duplicateWebhooks?: true;
  delayMs?: number;
  count?: number;
  pathPrefix?: string;
}

/** Has the Stripe sandbox do something wrong. */
export async function stripeFails(app: TestApp, fault: StripeFault): Promise<void> {
  await control(app, 'POST', fault);
}

/** Has the Stripe sandbox work again. */
export async function stripeRecovers(app: TestApp): Promise<void> {
  await control(app, 'DELETE');
}

async function control(app: TestApp, method: string, body?: object): Promise<void> {
  const { body: config } = await app.get<{ apiBase: string }>('/v1/payments/config');
  const answer = await fetch(`${config.apiBase}/sandbox/faults`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`the sandbox refused a fault: ${await answer.text()}`);
}
