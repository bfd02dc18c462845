import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, PASSWORD, person, TestApp, type Person, type ProblemAnswer } from '#testing';
import { login } from '../support/accounts.js';
import { callOperation } from '../support/operations.js';
import { staff } from '../support/staff.js';

/** All that whoever finds an open browser must not get to. */
const GUARDED = [
  'changePassword',
  'confirmTotp',
  'createAccessGrant',
  'createApiKey',
  'createCoHostInvitation',
  'createIdentityAttempt',
  'createInvitation',
  'createLook',
  'createPasskey',
  'createPasskeyOptions',
  'createRecoveryCodes',
  'createTotp',
  'deleteIdentity',
  'deletePasskey',
  'deleteTotp',
  'eraseAccount',
  'getExport',
  'promoteMember',
  'publishTerms',
  'requestEmailChange',
  'requestExport',
  'restoreAccount',
  'rotateApiKey',
  'suspendAccount',
  'updateCoHost',
  'updateRoles',
];

const IDS = 'id: "01900000-0000-7000-8000-000000000000"';
const KEYS = 'organisationId: "01900000-0000-7000-8000-000000000000"';
const MUTATIONS = {
  createAccessGrant: `createAccessGrant(input: { organisationSlug: "works", permissions: [calendar] }) { id }`,
  createCoHostInvitation: `createCoHostInvitation(propertyId: "01900000-0000-7000-8000-000000000000", input: { email: "a@example.com", permissions: [calendar] }) { id }`,
  updateCoHost: `updateCoHost(propertyId: "01900000-0000-7000-8000-000000000000", userId: "01900000-0000-7000-8000-000000000000", version: 1, input: { permissions: [calendar] }) { version }`,
  createInvitation: `createInvitation(${KEYS}, input: { email: "a@example.com", role: member }) { id }`,
  promoteMember: `promoteMember(${KEYS}, userId: "01900000-0000-7000-8000-000000000000")`,
  createApiKey: `createApiKey(${KEYS}, input: { name: "x", scopes: [] }) { id }`,
  rotateApiKey: `rotateApiKey(${KEYS}, ${IDS}, input: {}) { id }`,
  suspendAccount: `suspendAccount(${IDS}, input: { reason: "x" }) { id }`,
  restoreAccount: `restoreAccount(${IDS}, input: { reason: "x" }) { id }`,
  updateRoles: `updateRoles(${IDS}, version: 1, input: { roles: [] }) { id }`,
  createLook: `createLook(${IDS}, input: { reason: "x" }) { id }`,
};

describe('a sign-in of the last minutes', () => {
  let app: TestApp;
  let admin: Person;
  let recent: string;

  beforeAll(async () => {
    app = await TestApp.start();
    admin = await staff(app, 'admin');
    const tokens = expectStatus(await login(app, admin), 200);
    recent = tokens.accessToken;
    await app.sql(`UPDATE sessions SET proved_at = now() - interval '11 minutes' WHERE user_id = $1`, [admin.id]);
    const { refreshToken } = tokens;
    admin.token = expectStatus(
      await app.post<{ accessToken: string }>('/v1/auth/refresh', { refreshToken }),
      200,
    ).accessToken;
  });
  afterAll(() => app.stop());

  const ids = ['01900000-0000-7000-8000-000000000000', '01900000-0000-7000-8000-000000000001'];

  it('is asked for by these operations, and the document says so of them alone', () => {
    const said = app.contract.routes.filter(({ responses }) =>
      JSON.stringify(responses).includes('recent_sign_in_required'),
    );
    expect(said.map(({ operationId }) => operationId).sort()).toEqual(GUARDED);
  });

  it.each(GUARDED)('is what %s asks for, before it looks at what it was sent', async (name) => {
    const sent = { ids, body: name.startsWith('get') ? undefined : {} };
    const { status, body, headers } = await callOperation(app, name, { ...sent, token: admin.token });
    expect([status, body.code]).toEqual([401, 'recent_sign_in_required']);
    expect(headers.get('www-authenticate')).toContain('insufficient_user_authentication');
    const signedIn = await callOperation(app, name, { ...sent, token: recent });
    expect(signedIn.body.code).not.toBe('recent_sign_in_required');
  });

  it.each(Object.entries(MUTATIONS))('is what %s asks for over GraphQL', async (_name, mutation) => {
    const codeWith = async (token: string) =>
      (await app.graphql(`mutation { ${mutation} }`, {}, token)).errors?.[0]?.extensions.code;
    expect(await codeWith(admin.token)).toBe('recent_sign_in_required');
    expect(await codeWith(recent)).not.toBe('recent_sign_in_required');
  });

  it('is not asked for to end a key, to part with a co-host, to give a passkey another name, or to read', async () => {
    for (const name of ['deleteApiKey', 'deleteCoHost', 'updatePasskey', 'getSecondFactor', 'listApiKeys']) {
      const { body } = await callOperation(app, name, {
        ids,
        body: name.startsWith('u') ? {} : undefined,
        token: admin.token,
      });
      expect(body.code).not.toBe('recent_sign_in_required');
    }
  });

  it('is there again once they have proved who they are', async () => {
    const token = expectStatus(
      await app.post<ProblemAnswer & { accessToken: string }>(
        '/v1/auth/reauthenticate',
        { password: PASSWORD },
        admin.token,
      ),
      200,
    ).accessToken;
    const gil = await person(app, 'Gil');
    const look = await callOperation(app, 'createLook', { ids: [gil.id], body: { reason: 'Asked by phone' }, token });
    expect(look.status).toBe(201);
  });
});
