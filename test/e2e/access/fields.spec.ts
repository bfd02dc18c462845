import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp, type GraphqlAnswer } from '#testing';
import { apiKey, grantTo, organisation } from '../support/partners.js';
import { askedBy, FIELDS, parentOf } from './fields.js';
import { LONG_LASTING } from './long-lasting.js';
import { CALLERS } from './matrix.js';
import { readMatrix } from './matrix-table.js';
import { DATES } from './requests.js';
import { Scene } from './scene.js';
import { draft } from './things.js';

type Parents = Record<string, Record<string, unknown> | null>;

const { expected } = readMatrix(FIELDS, CALLERS);

describe('what hangs on something else in GraphQL', () => {
  let app: TestApp;
  let scene: Scene;

  beforeAll(async () => {
    app = await TestApp.start(LONG_LASTING);
    scene = await Scene.set(app, CALLERS, 0);
    await scene.suspend();
  });
  afterAll(() => app.stop());

  const ask = async (row: string, id: string, token?: string): Promise<number> => {
    const { query, parent, field } = askedBy(row);
    const variables = query.includes('$from') ? { id, ...DATES } : { id };
    const { data, errors } = (await app.graphql<Parents | null>(query, variables, token)) as GraphqlAnswer<Parents>;
    if (errors) return errors[0]?.extensions.status ?? 0;
    return data[parent]?.[field] ? 200 : 404;
  };

  it.each([...expected])('%s', async (row, byCaller) => {
    const { id = '' } = await parentOf(row)(scene);
    const answers = await Promise.all(
      CALLERS.map(async (caller) => [caller, await ask(row, id, scene.tokenOf(caller))] as const),
    );
    expect(answers).toEqual(CALLERS.map((caller) => [caller, byCaller.get(caller)]));
  });

  it('is no way around a scope: a key that may read places reads no calendar that only its host’s people see', async () => {
    const [owner, { id = '' }] = [scene.person('otherHost'), await draft(scene)];
    const partner = await organisation(app, owner);
    await grantTo(app, scene.person('host'), partner, ['listing', 'calendar']);
    const { key } = await apiKey(app, owner, partner, ['properties:read']);
    const both = await apiKey(app, owner, partner, ['properties:read', 'calendar:read']);
    expect(await ask('Property.host:draft', id, key)).toBe(200);
    expect(await ask('Property.calendar:draft', id, key)).toBe(404);
    expect(await ask('Property.calendar:draft', id, both.key)).toBe(200);
  });
});
