import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Forbidden, NotFound, TooManyRequests, Unauthenticated } from './common-errors.js';
import type { DomainError } from './domain-error.js';
import { tellRefusal } from './tell-refusal.js';

class Told extends Logger {
  readonly lines: unknown[] = [];
  override log(line: unknown): void {
    this.lines.push(line);
  }
}

const request = {
  id: 'r-1',
  method: 'GET',
  ip: '192.0.2.7',
  url: '/v1/bookings/of-somebody?token=secret',
  headers: { authorization: 'Bearer secret' },
  routeOptions: { url: '/v1/bookings/:id' },
  user: { id: 'u-1', roles: [], sessionId: 's-1', accessVersion: 0, provedAt: 0 },
};

const linesOf = (error: DomainError): unknown[] => {
  const told = new Told();
  tellRefusal(told, error, request);
  return told.lines;
};

describe('tellRefusal', () => {
  it.each([
    [401, new Unauthenticated('')],
    [403, new Forbidden('')],
    [429, new TooManyRequests('')],
  ])('tells of a %i who was refused what, and nothing else of the request', (status, error) => {
    const [line] = linesOf(error);
    expect(line).toMatchObject({
      status,
      code: error.kind.code,
      requestId: 'r-1',
      userId: 'u-1',
      address: '192.0.2.7',
    });
    expect(line).toMatchObject({ method: 'GET', route: '/v1/bookings/:id' });
    expect(JSON.stringify(line)).not.toMatch(/secret|of-somebody/);
  });

  it('tells nothing of what is not there', () => {
    expect(linesOf(new NotFound(''))).toEqual([]);
  });
});
