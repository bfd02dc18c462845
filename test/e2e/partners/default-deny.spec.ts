import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getNamedType, isEnumType, isInputObjectType, isListType, isNonNullType, isScalarType } from 'graphql';
import type { GraphQLArgument, GraphQLField, GraphQLInputType, GraphQLSchema } from 'graphql';
import { expectStatus, person, TestApp, type Person, type ProblemAnswer, type Route } from '#testing';
import { apiKey, organisation, type Organisation } from '../support/partners.js';
import { schemaOf } from '../support/selection.js';

const NONE = '01900000-0000-7000-8000-000000000000';
const SCOPES = [
  'properties:read',
  'properties:write',
  'calendar:read',
  'calendar:write',
  'bookings:read',
  'bookings:write',
];
/** Reviewed by hand: what keys may do besides reading what everyone may. */
const SCOPED: Record<string, string> = {
  listProperties: 'properties:read',
  getProperty: 'properties:read',
  updateProperty: 'properties:write',
  getSeasons: 'properties:read',
  updateSeasons: 'properties:write',
  getPrice: 'properties:read',
  getCalendar: 'calendar:read',
  listBlocks: 'calendar:read',
  getBlock: 'calendar:read',
  getPlanningBoard: 'calendar:read',
  setCalendarDays: 'calendar:write',
  createBlock: 'calendar:write',
  deleteBlock: 'calendar:write',
  listBookings: 'bookings:read',
  getBooking: 'bookings:read',
  acceptBooking: 'bookings:write',
  declineBooking: 'bookings:write',
};
/** With what a key that has the scope is answered when it names what there is not. */
const SCOPED_FIELDS: Record<string, string | undefined> = {
  properties: undefined,
  updateProperty: 'not_found',
  seasons: 'not_found',
  updateSeasons: 'not_found',
  blocks: 'not_found',
  planningBoard: 'invalid_input',
  setCalendarDays: 'invalid_input',
  createBlock: 'invalid_input',
  deleteBlock: 'not_found',
  bookings: undefined,
  booking: 'not_found',
  acceptBooking: 'idempotency_key_required',
  declineBooking: 'idempotency_key_required',
};

describe('an API key', () => {
  let app: TestApp;
  let owner: Person;
  let acme: Organisation;
  let schema: GraphQLSchema;
  const tokens: Record<'all' | 'none' | 'allToken' | 'noneToken', string> = {
    all: '',
    none: '',
    allToken: '',
    noneToken: '',
  };

  beforeAll(async () => {
    app = await TestApp.start();
    owner = await person(app, 'Olga');
    acme = await organisation(app, owner);
    schema = await schemaOf(app);
    for (const [name, scopes] of [
      ['all', SCOPES],
      ['none', []],
    ] as const) {
      const { key, prefix } = await apiKey(app, owner, acme, [...scopes]);
      const form = { grant_type: 'client_credentials', client_id: prefix, client_secret: key };
      const answer = await app.call<{ access_token: string }>('POST', '/oauth/token', {
        raw: new URLSearchParams(form).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      tokens[name] = key;
      tokens[`${name}Token`] = expectStatus(answer, 200).access_token;
    }
  });
  afterAll(() => app.stop());

  const call = ({ method, path, parameters = [] }: Route, token: string) => {
    const query = parameters.filter((parameter) => parameter.in === 'query' && parameter.required);
    const url = path.replaceAll(/\{\w+\}/g, NONE);
    const given = new URLSearchParams(
      Object.fromEntries(query.map(({ name, schema: { example } }) => [name, String(example)])),
    );
    const headers = { 'idempotency-key': crypto.randomUUID(), 'if-match': '"1"' };
    const body = ['POST', 'PATCH', 'PUT'].includes(method) ? {} : undefined;
    return app.call<ProblemAnswer>(method, `${url}?${given.toString()}`, { token, headers, body });
  };
  const scopeOf = ({ security = [] }: Route) => security.flatMap((way) => way.apiKey ?? []).at(0);
  const isPublicRead = ({ method, security = [] }: Route) =>
    method === 'GET' && security.some((way) => Object.keys(way).length === 0);

  it('is good for these operations, and for no others', () => {
    const scoped = app.contract.routes.flatMap((route) => {
      const scope = scopeOf(route);
      return scope === undefined ? [] : [[route.operationId, scope]];
    });
    expect(Object.fromEntries(scoped)).toEqual(SCOPED);
  });

  it.each(['all', 'allToken'] as const)('of all scopes is refused by every operation without one: %s', async (name) => {
    const open = [];
    for (const route of app.contract.routes) {
      // The token endpoint looks at its form, and at nothing else.
      if (scopeOf(route) !== undefined || isPublicRead(route) || route.operationId === 'createClientToken') continue;
      const { status, body } = await call(route, tokens[name]);
      if (status !== 403 || body.code !== 'forbidden') open.push(`${route.operationId} ${status}`);
    }
    expect(open).toEqual([]);
  });

  it.each(['none', 'noneToken'] as const)('of no scopes is refused by every operation with one: %s', async (name) => {
    for (const route of app.contract.routes) {
      const scope = scopeOf(route);
      if (scope === undefined || isPublicRead(route)) continue;
      const { status, body, headers } = await call(route, tokens[name]);
      expect([route.operationId, status, body.code]).toEqual([route.operationId, 403, 'insufficient_scope']);
      expect(headers.get('www-authenticate')).toMatch(`error="insufficient_scope"`);
      expect(headers.get('www-authenticate')).toMatch(`scope="${scope}"`);
    }
  });

  it.each(['none', 'noneToken'] as const)('reads what everyone may, whatever its scopes: %s', async (name) => {
    for (const route of app.contract.routes.filter(isPublicRead)) {
      const { status } = await call(route, tokens[name]);
      expect([route.operationId, [200, 404].includes(status)]).toEqual([route.operationId, true]);
    }
  });

  it.each(['all', 'none'] as const)(
    'is refused by every field of GraphQL that is not for it: of %s scopes',
    async (name) => {
      const open: string[] = [];
      for (const [operation, type] of [
        ['query', schema.getQueryType()],
        ['mutation', schema.getMutationType()],
      ] as const) {
        for (const field of Object.values(type?.getFields() ?? {})) {
          const { errors } = await app.graphql(`${operation} { ${documentOf(field)} }`, {}, tokens[name]);
          const code = errors?.[0]?.extensions.code;
          const expected = !Object.hasOwn(SCOPED_FIELDS, field.name)
            ? 'forbidden'
            : name === 'all'
              ? SCOPED_FIELDS[field.name]
              : 'insufficient_scope';
          if (code !== expected) open.push(`${operation} ${field.name}: ${String(code)}`);
        }
      }
      expect(open.filter((each) => !PUBLIC_FIELDS.some((field) => each.startsWith(`query ${field}: `)))).toEqual([]);
      expect(open.filter((each) => /(forbidden|insufficient_scope|unauthenticated)$/.test(each))).toEqual([]);
    },
  );
});

/** Fields that anyone may ask for. */
const PUBLIC_FIELDS = [
  'calendar',
  'node',
  'nodes',
  'paymentsConfig',
  'price',
  'places',
  'property',
  'review',
  'reviews',
  'search',
  'sharedWishList',
  'sharedWishListProperties',
  'user',
];

/** A field with all that it needs, valid by the schema. */
function documentOf(field: GraphQLField<unknown, unknown>): string {
  const args = field.args.filter(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined);
  const given = args.length > 0 ? `(${args.map((arg) => `${arg.name}: ${literal(arg)}`).join(', ')})` : '';
  const type = getNamedType(field.type);
  return `${field.name}${given}${isScalarType(type) || isEnumType(type) ? '' : ' { __typename }'}`;
}

function literal({ type }: Pick<GraphQLArgument, 'type'>): string {
  return literalOf(type);
}

function literalOf(type: GraphQLInputType): string {
  const inner = isNonNullType(type) ? type.ofType : type;
  if (isListType(inner)) return '[]';
  if (isEnumType(inner)) return inner.getValues()[0]?.name ?? '';
  if (isInputObjectType(inner)) {
    const fields = Object.values(inner.getFields()).filter(
      (field) => isNonNullType(field.type) && field.defaultValue === undefined,
    );
    return `{ ${fields.map(({ name, type: each }) => `${name}: ${literalOf(each)}`).join(', ')} }`;
  }
  const values: Record<string, string> = {
    Int: '1',
    Float: '1',
    Boolean: 'true',
    ID: `"${NONE}"`,
    LocalDate: '"2027-03-01"',
  };
  return values[inner.name] ?? '"x"';
}
