import { describe, expect, it } from '@jest/globals';
import { databaseFailure, isLostConnection, isTransient, isUnavailable, violates } from './failures.js';

const withCode = (code: string, more: object = {}) => Object.assign(new Error('refused'), { code, ...more });

describe('databaseFailure', () => {
  it('finds the SQLSTATE and the constraint, however often the error is wrapped', () => {
    const refused = withCode('23P01', { constraint: 'claims_no_overlap' });
    const wrapped = new Error('wrapped', { cause: Object.assign(new Error('driver'), { previous: refused }) });
    expect(databaseFailure(wrapped)).toEqual({ code: '23P01', constraint: 'claims_no_overlap' });
    expect(violates(wrapped, 'claims_no_overlap')).toBe(true);
    expect(violates(wrapped, 'bookings_code')).toBe(false);
  });

  it.each([[undefined], [null], ['40001'], [new Error('x')], [withCode('EPIPE')], [withCode('ECONNREFUSED')]])(
    'finds none in %p',
    (error) => {
      expect(databaseFailure(error)).toBeUndefined();
    },
  );

  it('does not go round in circles', () => {
    const error = new Error('its own cause');
    error.cause = error;
    expect(databaseFailure(error)).toBeUndefined();
  });
});

describe('isTransient', () => {
  it.each(['40001', '40P01'])('is true of %s', (code) => {
    expect(isTransient(withCode(code))).toBe(true);
  });

  it.each(['23505', '55P03', '57014', '08006'])('is false of %s: it would not, or not surely, help', (code) => {
    expect(isTransient(withCode(code))).toBe(false);
  });
});

describe('isLostConnection', () => {
  it.each(['57P01', '57P02', '57P03', '08006', 'ECONNREFUSED', 'ECONNRESET'])('is true of %s', (code) => {
    expect(isLostConnection(withCode(code))).toBe(true);
  });

  it('is true of a connection that broke, also when that is wrapped', () => {
    const broken = new Error('Connection terminated unexpectedly');
    expect(isLostConnection(new Error('wrapped', { cause: broken }))).toBe(true);
  });

  it.each(['55P03', '57014', '25P04', '53300'])('is false of %s: another try would wait as long', (code) => {
    expect(isLostConnection(withCode(code))).toBe(false);
  });

  it.each(['timeout exceeded when trying to connect', 'Connection terminated due to connection timeout'])(
    'is false of "%s", after which another try would wait as long',
    (message) => {
      expect([isLostConnection(new Error(message)), isUnavailable(new Error(message))]).toEqual([false, true]);
    },
  );
});

describe('isUnavailable', () => {
  it.each([
    '40001',
    '55P03',
    '57014',
    '53300',
    '57P01',
    '08006',
    '25P03',
    '25P04',
    'ECONNREFUSED',
    'EPIPE',
    'EAI_AGAIN',
  ])('is true of %s', (code) => {
    expect(isUnavailable(withCode(code))).toBe(true);
  });

  it.each([
    'timeout exceeded when trying to connect',
    'Connection terminated unexpectedly',
    'Client has encountered a connection error and is not queryable',
  ])('is true of "%s", also when it is wrapped', (message) => {
    expect(isUnavailable(new Error('wrapped', { cause: new Error(message) }))).toBe(true);
  });

  it('is true of a refusal by all addresses of a name, which has no message', () => {
    expect(isUnavailable(Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }))).toBe(true);
  });

  it.each(['23505', '22P02', '42P01', '25P02'])('is false of %s', (code) => {
    expect(isUnavailable(withCode(code))).toBe(false);
  });

  it('is false of any other error', () => {
    expect(isUnavailable(new TypeError('x is not a function'))).toBe(false);
  });
});
