import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, PASSWORD, person, propertyBody, TestApp, type Person, type ProblemAnswer } from '#testing';
import { codeOf, login, reset, resetToken, verificationToken, verify } from '../support/accounts.js';
import { letterTo, lettersTo } from '../support/letters.js';
import { apiKey, organisation, type Organisation } from '../support/partners.js';

const NEW_PASSWORD = 'three herons on a wet roof 9';
const SECOND_PASSWORD = 'four herons on a wet roof 9';
const COMMON = ['Welcome to Roost', 'Confirm your e-mail address'];

/** What lets others in, as it is asked for over REST and over GraphQL. */
interface Asked {
  path: string;
  body: object;
  mutation: string;
}

describe('where e-mail addresses have to be confirmed, an account whose address was not', () => {
  let app: TestApp;
  let works: Organisation;
  let olga: Person;
  let slugs = 0;

  beforeAll(async () => {
    app = await TestApp.start({ EMAIL_VERIFICATION: 'required' });
    olga = await person(app, 'Olga');
    await confirm(olga);
    works = await organisation(app, olga);
  });
  afterAll(() => app.stop());

  const confirm = async (who: Person) => expectStatus(await verify(app, await verificationToken(app, who)), 204);
  /** As an owner they may be made one by another: then they make no keys, and ask nobody in. */
  const own = ({ id }: Person) =>
    app.sql(
      `INSERT INTO organisation_members (organisation_id, user_id, role, created_at) VALUES ($1, $2, 'owner', now())`,
      [works.id, id],
    );
  const draft = async ({ token }: Person): Promise<string> =>
    expectStatus(await app.post<{ id: string }>('/v1/properties', propertyBody(), token), 201).id;
  const slug = (): string => `heron-works-${(slugs += 1)}`;

  const ASKED: Record<string, (who: Person) => Promise<Asked>> = {
    'a partner in': () =>
      Promise.resolve({
        path: '/v1/users/me/grants',
        body: { organisationSlug: works.slug, permissions: ['calendar'] },
        mutation: `createAccessGrant(input: { organisationSlug: "${works.slug}", permissions: [calendar] }) { id }`,
      }),
    'a co-host in': async (who) => {
      const id = await draft(who);
      return {
        path: `/v1/properties/${id}/co-hosts`,
        body: { email: 'cora@example.com', permissions: ['calendar'] },
        mutation: `createCoHostInvitation(propertyId: "${id}", input: { email: "cora@example.com", permissions: [calendar] }) { id }`,
      };
    },
    'an organisation be founded': () =>
      Promise.resolve({
        path: '/v1/organisations',
        body: { name: 'Heron Works', slug: slug() },
        mutation: `createOrganisation(input: { name: "Heron Works", slug: "${slug()}" }) { id }`,
      }),
    'a key be made': () =>
      Promise.resolve({
        path: `/v1/organisations/${works.id}/keys`,
        body: { name: 'sync', scopes: [] },
        mutation: `createApiKey(organisationId: "${works.id}", input: { name: "sync", scopes: [] }) { id }`,
      }),
    'a key be rotated': async () => {
      const { id } = await apiKey(app, olga, works);
      return {
        path: `/v1/organisations/${works.id}/keys/${id}/rotate`,
        body: {},
        mutation: `rotateApiKey(organisationId: "${works.id}", id: "${id}", input: {}) { id }`,
      };
    },
    'somebody join an organisation': () =>
      Promise.resolve({
        path: `/v1/organisations/${works.id}/invitations`,
        body: { email: 'mia@example.com', role: 'member' },
        mutation: `createInvitation(organisationId: "${works.id}", input: { email: "mia@example.com", role: member }) { id }`,
      }),
  };

  it.each(Object.keys(ASKED))('does not let %s, until it is', async (what) => {
    const eve = await person(app, 'Eve');
    await own(eve);
    const { path, body, mutation } = (await ASKED[what]?.(eve)) ?? { path: '', body: {}, mutation: '' };
    const over = async () => (await app.graphql(`mutation { ${mutation} }`, {}, eve.token)).errors;
    expect(codeOf(await app.post<ProblemAnswer>(path, body, eve.token))).toBe('403 email_unverified');
    expect((await over())?.map(({ extensions }) => extensions.code)).toEqual(['email_unverified']);
    await confirm(eve);
    expect((await app.post(path, body, eve.token)).status).toBe(201);
  });

  it('is a stranger at what is another’s, as others are', async () => {
    const eve = await person(app, 'Eve');
    const strange = async (what: string, who: Person) => {
      const { path, body } = (await ASKED[what]?.(who)) ?? { path: '', body: {} };
      return codeOf(await app.post<ProblemAnswer>(path, body, eve.token));
    };
    expect(await strange('a co-host in', olga)).toBe('404 not_found');
    for (const what of ['a key be made', 'a key be rotated', 'somebody join an organisation'])
      expect(await strange(what, olga)).toBe('404 not_found');
  });

  it('has no letters written to its address but that it is to be confirmed: it may be anybody’s', async () => {
    const eve = await person(app, 'Eve');
    await own(eve);
    const { id } = await apiKey(app, olga, works, [], { name: 'BUY NOW https://evil.example' });
    const change = (currentPassword: string, newPassword: string) =>
      app.post('/v1/users/me/password', { currentPassword, newPassword }, eve.token);
    expectStatus(await change(PASSWORD, NEW_PASSWORD), 204);
    expectStatus(await app.call('DELETE', `/v1/organisations/${works.id}/keys/${id}`, { token: olga.token }), 204);
    // The facts about one subject are heard of in order: once Olga has the last, all before it have been.
    await letterTo(app, olga, /was ended/);
    await app.advance('PT1S');
    expect((await lettersTo(app, eve)).sort()).toEqual([...COMMON].sort());
    expect(codeOf(await reset(app, await resetToken(app, eve), SECOND_PASSWORD))).toBe('204');
    // Who has followed the link is who reads the letters: from now on they are told.
    await letterTo(app, eve, /^Your password was changed/);
    expect((await login(app, eve, SECOND_PASSWORD)).status).toBe(200);
  });
});
