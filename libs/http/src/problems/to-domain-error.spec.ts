import { BadRequestException, HttpException, NotFoundException } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { Conflict, InvalidInput } from './common-errors.js';
import { domainError, errorCatalogue } from './domain-error.js';
import { toProblem } from './problem.js';
import { toDomainError } from './to-domain-error.js';

const fastifyError = (statusCode: number) =>
  Object.assign(new Error('by Fastify'), { name: 'FastifyError', code: 'FST_ERR', statusCode });
const withCode = (code: string) => Object.assign(new Error('by PostgreSQL'), { code });
const kindOf = (error: unknown) => toDomainError(error)?.kind;

describe('toDomainError', () => {
  it('leaves a domain error as it is', () => {
    const error = new Conflict('no');
    expect(toDomainError(error)).toBe(error);
  });

  it.each([
    [400, 'malformed'],
    [401, 'unauthenticated'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [405, 'method_not_allowed'],
    [408, 'request_timeout'],
    [409, 'conflict'],
    [412, 'precondition_failed'],
    [413, 'too_large'],
    [414, 'too_large'],
    [415, 'unsupported_media_type'],
    [428, 'precondition_required'],
    [429, 'too_many_requests'],
    [431, 'headers_too_large'],
    [503, 'unavailable'],
    [418, 'malformed'],
  ])('maps the status %i of the framework to %s', (status, code) => {
    expect(kindOf(new HttpException('by Nest', status))?.code).toBe(code);
    expect(kindOf(fastifyError(status))?.code).toBe(code);
  });

  it('keeps the message of the framework, which is about the request', () => {
    expect(toDomainError(new BadRequestException('Body is not valid JSON'))?.message).toBe('Body is not valid JSON');
    expect(toDomainError(new NotFoundException('Cannot GET /v1/nothing'))?.message).toBe('Cannot GET /v1/nothing');
  });

  it('does not hand on what others answered to us', () => {
    const stripe = Object.assign(new Error('Invalid API Key provided: sk_live_1'), { statusCode: 401, type: 'x' });
    expect(toDomainError(stripe)).toBeUndefined();
    expect(toDomainError(Object.assign(new Error('declined'), { statusCode: 402 }))).toBeUndefined();
  });

  it.each(['40001', '40P01', '55P03', '57014', '57P01', '53300', 'ECONNREFUSED'])(
    'calls %s of the database unavailable, and says when to come back',
    (code) => {
      expect(kindOf(withCode(code))?.code).toBe('unavailable');
      expect(toDomainError(withCode(code))?.details.retryAfterSeconds).toBe(1);
    },
  );

  it('calls a value that PostgreSQL cannot store malformed, without its words', () => {
    expect(toDomainError(withCode('22021'))?.message).toBe('A value cannot be stored.');
    expect(kindOf(withCode('22003'))?.code).toBe('malformed');
  });

  it.each([[new Error('a bug')], [withCode('23505')], [withCode('42P01')], ['text'], [undefined], [fastifyError(500)]])(
    'does not know %p',
    (error) => {
      expect(toDomainError(error)).toBeUndefined();
    },
  );
});

describe('domain errors', () => {
  it('have one code each, in a catalogue in order', () => {
    const codes = errorCatalogue().map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].sort((a, b) => a.localeCompare(b)));
    expect(() => domainError({ code: 'conflict', status: 400, title: 'Again' })).toThrow('share the code conflict');
  });

  it('become problem documents, with what they add', () => {
    const kind = { code: 'made_for_a_test', status: 409, title: 'Made for a test' };
    class MadeForATest extends domainError(kind) {}
    const problem = toProblem(new MadeForATest('so it is', { data: { from: 'a' }, retryAfterSeconds: 3 }));
    expect(problem).toEqual({
      type: expect.stringMatching(/made_for_a_test$/),
      ...kind,
      detail: 'so it is',
      from: 'a',
    });
    const fields = [{ pointer: '/a', code: 'min', message: 'must be more' }];
    expect(toProblem(new InvalidInput(fields))).toMatchObject({ errors: fields, detail: '/a: must be more' });
  });
});
