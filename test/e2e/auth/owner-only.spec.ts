import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, person, TestApp, type Person } from '#testing';
import { callOperation } from '../support/operations.js';
import { apiKey, organisation } from '../support/partners.js';
import { staff } from '../support/staff.js';

const GUARDED = [
  'getApiKey',
  'getErasure',
  'getExport',
  'getSecondFactor',
  'listApiKeys',
  'listExports',
  'listIdentities',
  'listPasskeys',
  'listSessions',
];

describe('what an account is secured with', () => {
  let app: TestApp;
  let olga: Person;
  let look: string;
  let ids: string[];
  let exported: string;

  beforeAll(async () => {
    app = await TestApp.start();
    olga = await person(app, 'Olga');
    const works = await organisation(app, olga);
    ids = [works.id, (await apiKey(app, olga, works)).id];
    const asked = await callOperation<{ id: string }>(app, 'requestExport', { token: olga.token });
    exported = expectStatus(asked, 202).id;
    const support = await staff(app, 'support');
    const begun = { ids: [olga.id], body: { reason: 'Asked by phone' }, token: support.token };
    look = expectStatus(await callOperation<{ accessToken: string }>(app, 'createLook', begun), 201).accessToken;
  });
  afterAll(() => app.stop());

  it('is read by these operations, and the document says so of them alone', () => {
    const said = app.contract.routes.filter(({ responses }) => JSON.stringify(responses).includes('owner_only'));
    expect(said.map(({ operationId }) => operationId).sort()).toEqual(GUARDED);
  });

  it.each(GUARDED)('is not seen by support with %s', async (name) => {
    const named = name === 'getExport' ? [exported] : ids;
    const { status, body } = await callOperation(app, name, { ids: named, token: look });
    expect([status, body.code]).toEqual([403, 'owner_only']);
    expect((await callOperation(app, name, { ids: named, token: olga.token })).status).toBe(200);
  });

  it.each(['apiKeys(organisationId: $of) { nodes { id } }', 'apiKey(organisationId: $of, id: $id) { id }'])(
    'is not seen by support with %s',
    async (field) => {
      const names = field.includes('$id') ? '$of: ID!, $id: ID!' : '$of: ID!';
      const variables = { of: ids[0], ...(field.includes('$id') && { id: ids[1] }) };
      const codeWith = async (token: string) =>
        (await app.graphql(`query (${names}) { ${field} }`, variables, token)).errors?.[0]?.extensions.code;
      expect(await codeWith(look)).toBe('owner_only');
      expect(await codeWith(olga.token)).toBeUndefined();
    },
  );
});
