import { describe, expect, it } from '@jest/globals';
import { Contract, type ApiDocument } from './contract.js';

const DOCUMENT: ApiDocument = {
  paths: {
    '/things/{id}': {
      get: {
        operationId: 'thing',
        responses: {
          200: { description: '', content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
          404: {
            description: '',
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        },
      },
      delete: { operationId: 'deleteThing', responses: { 204: { description: '' } } },
    },
    '/things/mine': { get: { operationId: 'mine', responses: { 204: { description: '' } } } },
  },
  components: {
    schemas: {
      Thing: {
        type: 'object',
        properties: { at: { type: 'string', format: 'date' }, price: { type: 'integer' } },
        required: ['at'],
      },
      Problem: { type: 'object', properties: { code: { type: 'string' } }, required: ['code'] },
    },
  },
};

describe('the contract', () => {
  const contract = new Contract(DOCUMENT);
  const breach = (
    method: string,
    path: string,
    status: number,
    body: unknown,
    type = 'application/json; charset=utf-8',
  ): string => {
    try {
      contract.assertKept(method, path, { status, body, headers: new Headers({ 'content-type': type }) });
      return 'kept';
    } catch (error) {
      return String(error);
    }
  };

  it('is kept by what the document promises', () => {
    expect(breach('GET', '/things/7?more=1', 200, { at: '2027-03-01' })).toBe('kept');
    expect(breach('GET', '/things/7', 404, { code: 'not_found', more: 1 }, 'application/problem+json')).toBe('kept');
    expect(breach('DELETE', '/things/7', 204, '')).toBe('kept');
    expect(breach('GET', '/things/mine', 204, '')).toBe('kept');
  });

  it.each([
    ['a status that is not named', 418, { at: '2027-03-01' }, /does not name this status/],
    ['a missing member', 200, {}, /must have required property 'at'/],
    ['a wrong type', 200, { at: '2027-03-01', price: '7' }, /price must be integer/],
    ['a date that is none', 200, { at: '2027-02-30' }, /must match format "date"/],
    ['a member that nobody knows of', 200, { at: '2027-03-01', secret: 1 }, /must NOT have additional properties/],
    ['text in place of JSON', 200, 'oops', /must be object/],
  ])('is broken by %s', (_name, status, body, said) => {
    expect(breach('GET', '/things/7', status, body)).toMatch(said);
  });

  it('is broken by another type of content, and by a body where there is none', () => {
    expect(breach('GET', '/things/7', 200, { at: '2027-03-01' }, 'text/html')).toMatch('content type text/html');
    expect(breach('DELETE', '/things/7', 204, { gone: true })).toMatch('no body');
  });

  it('says nothing of what the document does not speak of', () => {
    expect(breach('GET', '/elsewhere', 500, 'oops')).toBe('kept');
    expect(breach('POST', '/things/7', 500, 'oops')).toBe('kept');
  });
});
