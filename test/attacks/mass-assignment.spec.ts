import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getNamedType, isInputObjectType, type GraphQLInputObjectType, type GraphQLSchema } from 'graphql';
import { TestApp, type Answer, type GraphqlAnswer, type ProblemAnswer, type Route, type Schema } from '#testing';
import { callOf, graphqlRequest, restRequest, send } from '../e2e/access/doors.js';
import { LONG_LASTING } from '../e2e/access/long-lasting.js';
import { CALLERS, MATRIX, type Caller } from '../e2e/access/matrix.js';
import { readMatrix } from '../e2e/access/matrix-table.js';
import { Scene } from '../e2e/access/scene.js';
import type { Things } from '../e2e/access/things.js';
import { schemaOf } from '../e2e/support/selection.js';
import { bodySchema, changed, waysInto, type Way } from '../e2e/support/wrong-requests.js';
import { ATTACK_MS, IS_FULL, seed, tell } from './counts.js';
import { changedTables, columnsOf, databaseState } from './database-state.js';

/** What those try first who know how such things are built. */
const FAVOURITES = ['id', 'role', 'roles', 'isAdmin', 'is_admin', 'admin', 'version', 'hostId', 'userId', 'status'];
const MORE = ['createdAt', 'updatedAt', 'ownerId', 'owner', 'permissions', 'scope', 'scopes', 'emailVerified', 'total'];
const { expected } = readMatrix(MATRIX, CALLERS);
/** Judged by its signature before its body is read, and open for whatever Stripe says. */
const OPEN_BODIES = ['receiveStripeEvent'];
/** A request with an Idempotency-Key leaves a row of it, whatever it is answered. */
const LEFT_BEHIND = ['idempotency_keys'];

describe('a field that nobody may set', () => {
  let app: TestApp;
  let scene: Scene;
  let schema: GraphQLSchema;
  let fields: Map<string, unknown>;
  const outcome = { seed: seed(), tries: 0, found: [] as string[] };

  beforeAll(async () => {
    app = await TestApp.start(LONG_LASTING);
    scene = await Scene.set(app, CALLERS, 2);
    schema = await schemaOf(app);
    fields = IS_FULL ? await everyColumn(app) : new Map(FAVOURITES.map((name) => [name, 'admin']));
  }, ATTACK_MS);
  afterAll(async () => {
    tell('H3 mass assignment', outcome);
    await app.stop();
  });

  /** In the order of the matrix: who has a second factor cannot sign in by a password any more. */
  const writes = [...expected.keys()].filter((name) => callOf(name).body && !OPEN_BODIES.includes(name));

  /** Sends a body with each field in each of its objects, one at a time; what went wrong. */
  const attempt = async (body: unknown, allowed: (way: Way) => string[], ask: Ask): Promise<string[]> => {
    const before = await databaseState(app, LEFT_BEHIND);
    const found: string[] = [];
    for (const way of objectsIn(body))
      for (const [name, value] of fields) {
        if (allowed(way).includes(name)) continue;
        outcome.tries += 1;
        const pointer = `/${[...way, name].join('/')}`;
        const wrong = await ask(changed(body, [...way, name], value), pointer);
        if (wrong !== undefined) found.push(`${pointer}: ${wrong}`);
      }
    const written = changedTables(before, await databaseState(app, LEFT_BEHIND));
    return [...found, ...written.map((table) => `something was written into ${table}`)];
  };

  const byRest = (operation: string, things: Things): Promise<string[]> => {
    const route = app.contract.routes.find(({ operationId }) => operationId === operation);
    if (!route) throw new Error(`there is no operation ${operation}`);
    const allowed = (way: Way) => propertiesAt(app, route, way);
    return attempt(restRequest(route, things).options.body, allowed, async (body, pointer) => {
      const request = restRequest(route, things);
      const sent = { ...request, options: { ...request.options, body } };
      return faultOf(await send<ProblemAnswer>(app, sent, scene.tokenOf(doerOf(operation))), pointer);
    });
  };

  const byGraphql = (operation: string, things: Things): Promise<string[]> => {
    const { body, graphql } = callOf(operation);
    if (graphql === undefined) return Promise.resolve([]);
    const type = inputOf(schema, graphql);
    const allowed = (way: Way) => fieldsAt(type, way);
    return attempt(body?.(things), allowed, async (input, pointer) => {
      const request = graphqlRequest(callOf(operation), things, { input });
      const answer = await send<GraphqlAnswer<unknown>>(app, request, scene.tokenOf(doerOf(operation)));
      return graphqlFaultOf(answer.body, pointer);
    });
  };

  it.each(writes)(
    'is refused in the body of %s',
    async (operation) => {
      const things = await callOf(operation).about(scene);
      const found = [...(await byRest(operation, things)), ...(await byGraphql(operation, things))];
      outcome.found.push(...found.map((each) => `${operation} ${each}`));
      expect(found).toEqual([]);
    },
    ATTACK_MS,
  );
});

describe('an operation that has no body', () => {
  let app: TestApp;
  let scene: Scene;

  beforeAll(async () => {
    app = await TestApp.start(LONG_LASTING);
    scene = await Scene.set(app, CALLERS, 2);
  }, ATTACK_MS);
  afterAll(() => app.stop());

  /** What is wrong with the answer to one that has a body all the same, or has come of it. */
  const attempt = async (route: Route): Promise<string[]> => {
    const { about, endsSessions } = callOf(route.operationId);
    const request = restRequest(route, await about(scene));
    const before = await rolesOf(app);
    const sent = { ...request, options: { ...request.options, body: { role: 'admin', roles: ['admin'] } } };
    const doer = doerOf(route.operationId);
    const { status } = await send(app, sent, scene.tokenOf(doer));
    if (endsSessions) await scene.renew(doer);
    const gained = [...(await rolesOf(app))].filter((role) => !before.has(role));
    return status >= 500 ? [...gained, `it was answered ${status}`] : gained;
  };

  it(
    'makes nobody more than they are by what it is sent',
    async () => {
      const found: string[] = [];
      let tries = 0;
      for (const operation of expected.keys()) {
        const { body, form, photo } = callOf(operation);
        const route = app.contract.routes.find(({ operationId }) => operationId === operation);
        if (!route || route.method === 'GET' || body || form !== undefined || photo) continue;
        tries += 1;
        found.push(...(await attempt(route)).map((each) => `${operation}: ${each}`));
      }
      tell('H3 bodies of operations that have none', { seed: 0, tries, found });
      expect(found).toEqual([]);
      expect(tries).toBeGreaterThan(20);
    },
    ATTACK_MS,
  );
});

/** Who is of the staff, and as what. */
async function rolesOf(app: TestApp): Promise<Set<string>> {
  const rows = await app.sql<{ role: string }>(`SELECT id || ' is ' || role AS role FROM users, unnest(roles) role`);
  return new Set(rows.map(({ role }) => role));
}

/** Sends what was changed; says what is wrong with the answer. */
type Ask = (changed: unknown, pointer: string) => Promise<string | undefined>;

/** Every column by both spellings, and what the favourites are, with a value of the column's type. */
async function everyColumn(app: TestApp): Promise<Map<string, unknown>> {
  const columns = (await columnsOf(app)).flatMap(({ name, type }): [string, unknown][] => {
    const camel = name.replaceAll(/_(\w)/g, (_whole, letter: string) => letter.toUpperCase());
    return [name, camel].map((each) => [each, valueOf(type)]);
  });
  return new Map([...[...FAVOURITES, ...MORE].map((name): [string, unknown] => [name, 'admin']), ...columns]);
}

function valueOf(type: string): unknown {
  if (type === 'uuid') return randomUUID();
  if (type === 'boolean') return true;
  if (/int|numeric|double/.test(type)) return 1;
  if (type === 'ARRAY') return ['admin'];
  return /date|timestamp/.test(type) ? '2026-11-23T12:00:00Z' : 'admin';
}

/** Who gets furthest with an operation: whoever may do it. */
function doerOf(operation: string): Caller {
  const byCaller = expected.get(operation);
  const likely: Caller[] = ['guest', 'host', 'admin', 'otherGuest'];
  return likely.find((caller) => (byCaller?.get(caller) ?? 500) < 300) ?? 'guest';
}

/** The body, and every object in it. */
function objectsIn(body: unknown): Way[] {
  const inner = waysInto(body).filter((way) => {
    // What a browser says of a passkey has members that differ with its version: they are let pass, and not looked at.
    if (way[0] === 'credential') return false;
    const value = way.reduce<unknown>(
      (at, key) => Object.entries(at ?? {}).find(([name]) => name === String(key))?.[1],
      body,
    );
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  });
  return [[], ...inner];
}

/** The documented fields of the object at a way. */
function propertiesAt(app: TestApp, route: Route, way: Way): string[] {
  const resolved = (schema: Schema | undefined): Schema => {
    const name = schema?.$ref?.split('/').at(-1);
    const found = name === undefined ? schema : app.contract.document.components.schemas[name];
    const [only] = found?.allOf ?? found?.anyOf ?? [];
    return only && !found?.properties ? resolved(only) : (found ?? {});
  };
  const at = way.reduce<Schema>((schema, key) => resolved(schema.properties?.[key]), resolved(bodySchema(route)));
  return Object.keys(at.properties ?? {});
}

/** The type of `$input` in a document. */
function inputOf(schema: GraphQLSchema, document: string): GraphQLInputObjectType {
  const name = /\$input: (\w+)/.exec(document)?.[1] ?? '';
  const type = schema.getType(name);
  if (!isInputObjectType(type)) throw new Error(`${name} is no input`);
  return type;
}

function fieldsAt(type: GraphQLInputObjectType, way: Way): string[] {
  const at = way.reduce((inner, key) => {
    const field = getNamedType(inner.getFields()[key]?.type);
    return isInputObjectType(field) ? field : inner;
  }, type);
  return Object.keys(at.getFields());
}

/** What is wrong with the answer to a field that nobody may set. */
function faultOf({ status, body }: Answer<ProblemAnswer>, pointer: string): string | undefined {
  const isNamed = body.errors?.some((error) => error.pointer === pointer && error.code === 'unknown_field');
  return status === 400 && isNamed ? undefined : `answered ${status} ${JSON.stringify(body)}`;
}

/** The same of an answer of GraphQL: what a document's variables may be is said by graphql-js, in words. */
function graphqlFaultOf({ data, errors }: GraphqlAnswer<unknown>, pointer: string): string | undefined {
  const [error] = errors ?? [];
  if (!error) return `answered ${JSON.stringify(data)}`;
  const field = pointer.split('/').at(-1) ?? '';
  return error.message.includes(field) && error.extensions.status === 400 ? undefined : JSON.stringify(error);
}
