import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp, type GraphqlAnswer, type Route } from '#testing';
import { everything } from '../support/everything.js';
import { expectWhole } from '../support/whole.js';
import { LONG_LASTING } from './long-lasting.js';
import { CALLERS, MATRIX, type Caller } from './matrix.js';
import { readMatrix } from './matrix-table.js';
import type { Call } from './call.js';
import { callOf, graphqlRequest, restRequest, send, statusOf, type Door } from './doors.js';
import { CALLS } from './requests.js';
import { Scene } from './scene.js';
import type { Things } from './things.js';

const { expected } = readMatrix(MATRIX, CALLERS);
/** By each door: one that is reviewed, one that those try to review who may not, and one whose review is read. */
const STAYS_THAT_ARE_OVER = 6;

describe('who may do what', () => {
  let app: TestApp;
  let scene: Scene;
  let routes: Map<string, Route>;

  beforeAll(async () => {
    app = await TestApp.start(LONG_LASTING);
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

  const byRest = async (operation: string, things: Things, token?: string): Promise<number> => {
    const route = routes.get(operation);
    if (!route) throw new Error(`there is no operation ${operation}`);
    return (await send(app, restRequest(route, things), token)).status;
  };

  const byGraphql = async (call: Call, things: Things, token?: string): Promise<number> =>
    statusOf(
      (await send<GraphqlAnswer<Record<string, unknown> | null>>(app, graphqlRequest(call, things), token)).body,
    );

  const doors = [...expected].flatMap(([operation, byCaller]) => {
    const { graphql } = CALLS[operation] ?? {};
    return (['GraphQL', 'REST'] as const)
      .filter((door) => (door === 'GraphQL' ? graphql !== undefined : !['node', 'nodes'].includes(operation)))
      .map((door): [string, Door, Map<Caller, number>] => [operation, door, byCaller]);
  });

  it.each(doors)('%s over %s', async (operation, door, byCaller) => {
    const call = callOf(operation);
    const attempt = async (caller: Caller, things: Things): Promise<number> => {
      const token = scene.tokenOf(caller);
      const status = await (door === 'REST' ? byRest(operation, things, token) : byGraphql(call, things, token));
      if (call.endsSessions) await scene.renew(caller);
      return status;
    };
    const answers = new Map<Caller, number>();
    const refused = CALLERS.filter((caller) => (byCaller.get(caller) ?? 0) >= 400);
    const shared = await call.about(scene);
    const before = await everything(app);
    const noted = async (caller: Caller, things: Things): Promise<void> => {
      answers.set(caller, await attempt(caller, things));
    };
    await Promise.all(refused.map((caller) => noted(caller, shared)));
    expect(await everything(app)).toEqual(before);
    // Those who may do it may have changed it: each gets another.
    const isRead = /^(get|list|search|node|move|receive)/.test(operation);
    const allowed = CALLERS.filter((each) => !refused.includes(each));
    const theirs = await Promise.all(allowed.map(async () => (isRead ? shared : await call.about(scene))));
    for (const [index, caller] of allowed.entries()) await noted(caller, theirs[index] ?? shared);
    const wanted = CALLERS.map((caller) => [caller, seen(door, byCaller.get(caller) ?? 0)]);
    expect(CALLERS.map((caller) => [caller, seen(door, answers.get(caller) ?? 0)])).toEqual(wanted);
  });

  it('leaves the books and Stripe in agreement', () => expectWhole(app));
});

/** GraphQL does not tell one success from another. */
function seen(door: Door, status: number): number {
  return door === 'GraphQL' && status < 300 ? 200 : status;
}
