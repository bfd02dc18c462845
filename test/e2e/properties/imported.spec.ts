import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, person, TEST_START, TestApp, type Answer, type Person, type ProblemAnswer } from '#testing';
import { importCity } from '../../../apps/api/src/import/import-city.js';
import { expectInvariants } from '../support/whole.js';

const ALBANY = join(import.meta.dirname, '..', '..', '..', '..', 'data', 'albany');

interface Property extends ProblemAnswer {
  id: string;
  version: number;
  title: string;
  description: string;
  address: { line1?: string };
  pricing: { nightly: object };
}

/** Listings of Inside Airbnb have no street: their places are published without one. */
describe('an imported place', () => {
  let app: TestApp;
  let host: Person;
  let ids: string[];

  beforeAll(async () => {
    app = await TestApp.start();
    const options = { city: 'Albany', region: 'New York', shift: true, rejects: join(app.dataDir, 'rejects.csv') };
    await importCity(app.database.url, ALBANY, { ...options, now: TEST_START });
    host = await person(app, 'Hanna');
    const owned = await app.sql<{ id: string }>(
      `UPDATE properties SET host_id = $1
       WHERE id IN (SELECT id FROM properties WHERE length(description) > 20 AND beds > 0 ORDER BY external_ref LIMIT 3)
       RETURNING id`,
      [host.id],
    );
    ids = owned.map(({ id }) => id);
  });

  afterAll(() => app.stop());

  const read = async (id: string): Promise<Property> =>
    expectStatus(await app.get<Property>(`/v1/properties/${id}`, host.token), 200);
  const change = async (id: string, body: object): Promise<Answer<Property>> => {
    const { version } = await read(id);
    const headers = { 'if-match': `"${version}"` };
    return app.call<Property>('PATCH', `/v1/properties/${id}`, { token: host.token, body, headers });
  };
  const act = async (id: string, action: string): Promise<string> =>
    expectStatus(await app.post<{ status: string }>(`/v1/properties/${id}/${action}`, undefined, host.token), 200)
      .status;

  it('could not be changed by its host, because it has no street', async () => {
    const [id = ''] = ids;
    expect((await read(id)).address.line1).toBe('');
    expectStatus(await change(id, { title: 'Two rooms by the park' }), 200);
    expectStatus(await change(id, { pricing: { nightly: { amount: 12_300, currency: 'USD' } } }), 200);
    expect(await read(id)).toMatchObject({
      status: 'published',
      title: 'Two rooms by the park',
      pricing: { nightly: { amount: 12_300, currency: 'USD' } },
    });
  });

  it('could be paused, and then not published again', async () => {
    const [id = ''] = ids;
    expect(await act(id, 'pause')).toBe('paused');
    expectStatus(await change(id, { title: 'Two rooms by the capitol' }), 200);
    expect(await act(id, 'publish')).toBe('published');
  });

  it.each(['published', 'paused'])('may not lose what it has, while it is %s', async (status) => {
    const [, id = ''] = ids;
    if (status === 'paused') await act(id, 'pause');
    const before = await read(id);
    const refused = await change(id, { description: 'Quiet.', capacity: { beds: 0 } });
    expect(refused.body.code).toBe('not_publishable');
    expect(refused.body.errors?.map(({ pointer }) => pointer)).toEqual(['/description', '/capacity/beds']);
    expect(await read(id)).toEqual(before);
  });

  it('may not lose its street any more, once it has one', async () => {
    const [, , id = ''] = ids;
    expectStatus(await change(id, { address: { line1: '12 Willett Street' } }), 200);
    const refused = expectStatus(await change(id, { address: { line1: '' } }), 422);
    expect(refused.errors?.map(({ pointer }) => pointer)).toEqual(['/address/line1']);
  });

  it('is changed, paused and published again over GraphQL, by the same rule', async () => {
    const [id = ''] = ids;
    const { version } = await read(id);
    const update = (input: string, seen: number): string =>
      `mutation { updateProperty(id: "${id}", version: ${seen}, input: ${input}) { title version } }`;
    const changed = await app.graphql<{ updateProperty: { title: string; version: number } }>(
      update('{ title: "Three rooms by the park" }', version),
      {},
      host.token,
    );
    expect(changed.data.updateProperty).toEqual({ title: 'Three rooms by the park', version: version + 1 });
    const refused = await app.graphql(update('{ description: "" }', version + 1), {}, host.token);
    expect(refused.errors?.map(({ extensions }) => extensions.code)).toEqual(['not_publishable']);
    const round = `mutation { pauseProperty(id: "${id}") { status } publishProperty(id: "${id}") { status } }`;
    expect((await app.graphql(round, {}, host.token)).data).toEqual({
      pauseProperty: { status: 'paused' },
      publishProperty: { status: 'published' },
    });
  });

  it('keeps every invariant', () => expectInvariants(app));
});
