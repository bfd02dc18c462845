import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newKey, TestApp, type Route } from '#testing';
import { everything } from '../support/everything.js';
import { expectWhole } from '../support/whole.js';
import { CALLERS, MATRIX, type Caller } from './matrix.js';
import { readMatrix } from './matrix-table.js';
import type { Call } from './call.js';
import { CALLS, DATES } from './requests.js';
import { Scene } from './scene.js';
import type { Things } from './things.js';

type Door = 'REST' | 'GraphQL';

const { expected } = readMatrix(MATRIX, CALLERS);
/** By each door: one that is reviewed, one that those try to review who may not, and one whose review is read. */
const STAYS_THAT_ARE_OVER = 6;

describe('who may do what', () => {
  let app: TestApp;
  let scene: Scene;
  let routes: Map<string, Route>;

  beforeAll(async () => {
    // It lasts as long as the machine needs: no sign-in becomes old meanwhile.
    app = await TestApp.start({ JWT_ACCESS_MINUTES: '60', RECENT_SIGN_IN_MINUTES: '60' });
    routes = new Map(app.contract.routes.map((route) => [route.operationId, route]));
    scene = await Scene.set(app, CALLERS, STAYS_THAT_ARE_OVER);
    await scene.suspend();
  });
  afterAll(() => app.stop());

  it('is said of every operation of the OpenAPI document', () => {
    const said = [...expected.keys()].filter((operation) => routes.has(operation) || CALLS[operation]?.graphql);
    expect(said.sort()).toEqual(Object.keys(CALLS).sort());
    expect([...routes.keys()].filter((operation) => !expected.has(operation))).toEqual([]);
  });

  it('is said of every field of Query and Mutation', async () => {
    interface Roots {
      __schema: Record<'queryType' | 'mutationType', { fields: { name: string }[] }>;
    }
    const roots = '{ __schema { queryType { fields { name } } mutationType { fields { name } } } }';
    const { queryType, mutationType } = (await app.graphql<Roots>(roots)).data.__schema;
    const called = new Set(Object.values(CALLS).map(({ graphql = '' }) => /\{\s*(\w+)/.exec(graphql)?.[1]));
    const fields = [...queryType.fields, ...mutationType.fields].map(({ name }) => name);
    expect(fields.filter((name) => !called.has(name))).toEqual([]);
  });

  const byRest = async (
    operation: string,
    { body, query, form, photo, headers }: Call,
    things: Things,
    token?: string,
  ) => {
    const route = routes.get(operation);
    const path = route?.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => things[name] ?? '') ?? '';
    const type = {
      ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(photo && { 'content-type': 'image/jpeg' }),
    };
    const options = { token, headers: { ...newKey(), ...type, ...headers }, body: body?.(things), raw: form ?? photo };
    return (await app.call(route?.method ?? '', query === undefined ? path : `${path}?${query}`, options)).status;
  };

  const byGraphql = async ({ body, graphql = '' }: Call, things: Things, token?: string) => {
    const variables = { ...things, ...DATES, input: body?.(things) };
    const { data, errors } = await app.graphql<Record<string, unknown> | null>(graphql, variables, token, newKey());
    if (errors) return errors[0]?.extensions.status ?? 0;
    // What is not there, or not for the caller, has no node.
    return Object.values(data ?? {})
      .flat()
      .includes(null)
      ? 404
      : 200;
  };

  const doors = [...expected].flatMap(([operation, byCaller]) => {
    const { graphql } = CALLS[operation] ?? {};
    return (['GraphQL', 'REST'] as const)
      .filter((door) => (door === 'GraphQL' ? graphql !== undefined : !['node', 'nodes'].includes(operation)))
      .map((door): [string, Door, Map<Caller, number>] => [operation, door, byCaller]);
  });

  it.each(doors)('%s over %s', async (operation, door, byCaller) => {
    const call = CALLS[operation];
    if (!call) throw new Error(`nobody says how ${operation} is called`);
    const attempt = async (caller: Caller, things: Things): Promise<number> => {
      const token = scene.tokenOf(caller);
      const status = await (door === 'REST' ? byRest(operation, call, things, token) : byGraphql(call, things, token));
      if (call.endsSessions) await scene.renew(caller);
      return status;
    };
    const answers = new Map<Caller, number>();
    const refused = CALLERS.filter((caller) => (byCaller.get(caller) ?? 0) >= 400);
    const shared = await call.about(scene);
    const before = await everything(app);
    for (const caller of refused) answers.set(caller, await attempt(caller, shared));
    expect(await everything(app)).toEqual(before);
    // Those who may do it may have changed it: each gets another.
    const isRead = /^(get|list|search|node|move|receive)/.test(operation);
    for (const caller of CALLERS.filter((each) => !refused.includes(each)))
      answers.set(caller, await attempt(caller, isRead ? shared : await call.about(scene)));
    const wanted = CALLERS.map((caller) => [caller, seen(door, byCaller.get(caller) ?? 0)]);
    expect(CALLERS.map((caller) => [caller, seen(door, answers.get(caller) ?? 0)])).toEqual(wanted);
  });

  it('leaves the books and Stripe in agreement', () => expectWhole(app));
});

/** GraphQL does not tell one success from another. */
function seen(door: Door, status: number): number {
  return door === 'GraphQL' && status < 300 ? 200 : status;
}
