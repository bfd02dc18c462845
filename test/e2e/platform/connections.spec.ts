import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '#testing';
import { answersIn, RawConnection } from '../support/raw-connection.js';

const TIMEOUT_MS = 1500;
const JSON_HEAD = ['Content-Type: application/json', 'Content-Length: 200'];
const CHUNKED_HEAD = ['Content-Type: application/json', 'Transfer-Encoding: chunked'];
const STRIPE_HEAD = [...JSON_HEAD, 'Stripe-Signature: t=1,v1=00'];

describe('a body that does not come in whole', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ REQUEST_TIMEOUT_MS: String(TIMEOUT_MS), LOG_LEVEL: 'silent' });
  });

  afterAll(() => app.stop());

  /** All that is answered until the connection ends. @param drip comes again and again until then */
  async function answered(line: string, head: string[], { begin = '{"a":', drip = '' } = {}) {
    const began = Date.now();
    const connection = new RawConnection(app.url);
    connection.send([line, 'Host: roost', ...head, '', begin].join('\r\n'));
    const text = drip === '' ? await connection.ended() : await connection.drip(drip);
    return { answers: answersIn(text), tookMs: Date.now() - began };
  }

  it.each([
    ['an operation', 'POST /v1/auth/login HTTP/1.1', JSON_HEAD],
    ['the webhook', 'POST /v1/webhooks/stripe HTTP/1.1', STRIPE_HEAD],
    ['GraphQL', 'POST /graphql HTTP/1.1', JSON_HEAD],
    ['an operation, in chunks', 'POST /v1/auth/login HTTP/1.1', CHUNKED_HEAD],
  ])('sent to %s is answered 408 once, when its time is over, and the connection ends', async (_what, line, head) => {
    const chunked = head === CHUNKED_HEAD;
    const begin = chunked ? '5\r\n{"a":\r\n' : '{"a":';
    for (const drip of ['', chunked ? '1\r\n \r\n' : ' ']) {
      const { answers, tookMs } = await answered(line, head, { begin, drip });
      expect(answers.map(({ status }) => status)).toEqual([408]);
      expect(answers[0]?.headers).toMatchObject({ connection: 'close', 'content-type': 'application/problem+json' });
      expect(JSON.parse(answers[0]?.body ?? '')).toMatchObject({ status: 408, code: 'request_timeout' });
      expect(tookMs).toBeLessThan(TIMEOUT_MS + 3000);
    }
  });

  it.each([
    ['an unknown path', 'POST /v1/nothing HTTP/1.1', JSON_HEAD],
    ['a path that takes no such method', 'PUT /v1/auth/login HTTP/1.1', JSON_HEAD],
    ['a URL that is too long', `POST /v1/search?place=${'x'.repeat(9000)} HTTP/1.1`, JSON_HEAD],
    ['a path that cannot be read', 'POST /v1/% HTTP/1.1', JSON_HEAD],
    ['an operation, in a type that is not taken', 'POST /v1/auth/login HTTP/1.1', ['Content-Length: 200']],
    [
      'an operation, when it is too large',
      'POST /v1/auth/login HTTP/1.1',
      [JSON_HEAD[0] ?? '', 'Content-Length: 9999999'],
    ],
    ['an operation that reads none', 'GET /v1/payments/config HTTP/1.1', JSON_HEAD],
  ])('sent to %s has one answer, and the connection ends', async (_what, line, head) => {
    const { answers, tookMs } = await answered(line, head);
    expect(answers).toHaveLength(1);
    expect(answers[0]?.headers.connection).toBe('close');
    expect(tookMs).toBeLessThan(TIMEOUT_MS + 3000);
  });

  it.each([
    ['what is no request', 'GARBAGE\r\n\r\n'],
    [
      'a request with a body that cannot be read',
      'POST /v1/auth/login HTTP/1.1\r\nHost: roost\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n',
    ],
  ])('has its own answer, when it is whole, before that to %s behind it', async (_what, behind) => {
    const connection = new RawConnection(app.url);
    const body = JSON.stringify({ email: 'ada@example.com', password: 'a wild guess' });
    const post = [
      'POST /v1/auth/login HTTP/1.1',
      'Host: roost',
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
    ];
    connection.send(`${post.join('\r\n')}\r\n\r\n${body}${behind}`);
    const answers = answersIn(await connection.ended());
    expect(answers.map(({ body: text }) => (JSON.parse(text) as { code: string }).code)).toEqual([
      'invalid_credentials',
      'malformed',
    ]);
    expect(answers.map(({ headers }) => headers.connection)).toEqual([expect.anything(), 'close']);
  });

  it('that comes in whole leaves the connection open for the next request', async () => {
    const connection = new RawConnection(app.url);
    const post = [
      'POST /v1/nothing HTTP/1.1',
      'Host: roost',
      'Content-Type: application/json',
      'Content-Length: 2',
      '',
      '{}',
    ];
    connection.send(post.join('\r\n'));
    await connection.received(/not_found/);
    connection.send('GET /v1/payments/config HTTP/1.1\r\nHost: roost\r\nConnection: close\r\n\r\n');
    expect(answersIn(await connection.ended()).map(({ status }) => status)).toEqual([404, 200]);
  });
});
