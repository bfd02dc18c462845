import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, person, TestApp, waitFor, type Person, type ProblemAnswer } from '#testing';
import { readLetters } from '../support/letters.js';
import { codeIn, organisation, type Organisation } from '../support/partners.js';

interface Member {
  userId: string;
  role: string;
}
interface Invitation {
  id: string;
  email: string;
  role: string;
}

let slugs = 0;

describe('an organisation', () => {
  let app: TestApp;
  let owner: Person;
  let stranger: Person;
  let acme: Organisation;

  beforeAll(async () => {
    app = await TestApp.start();
    [owner, stranger] = [await person(app, 'Olga'), await person(app, 'Eve')];
    acme = await organisation(app, owner);
  });
  afterAll(() => app.stop());

  const url = ({ id }: Organisation) => `/v1/organisations/${id}`;
  const invite = (to: Organisation, email: string, role = 'member', by = owner) =>
    app.post<Invitation & ProblemAnswer>(`${url(to)}/invitations`, { email, role }, by.token);
  const letterOf = (reader: { email: string }) =>
    waitFor(`an invitation of ${reader.email}`, async () => {
      const letters = await readLetters(app, reader);
      return letters.filter(({ subject }) => /asks you to join/.test(subject)).at(-1)?.text;
    });
  const join = (code: string, by: Person) =>
    app.post<Organisation & ProblemAnswer>('/v1/users/me/organisations', { code }, by.token);
  const members = async (of: Organisation, by = owner): Promise<Member[]> =>
    expectStatus(await app.get<{ data: Member[] }>(`${url(of)}/members`, by.token), 200).data;
  const member = async (of: Organisation, role = 'member', name = 'Mia'): Promise<Person> => {
    const joining = await person(app, name);
    expectStatus(await invite(of, joining.email, role), 201);
    expectStatus(await join(codeIn(await letterOf(joining)), joining), 201);
    return joining;
  };
  const act = (of: Organisation, who: Person, action: string, by: Person) =>
    app.post<ProblemAnswer>(`${url(of)}/members/${who.id}/${action}`, undefined, by.token);
  const remove = (of: Organisation, who: Person, by: Person) =>
    app.call<ProblemAnswer>('DELETE', `${url(of)}/members/${who.id}`, { token: by.token });

  it('is founded by someone, who owns it, and has a slug of its own', async () => {
    expect(acme).toMatchObject({ role: 'owner', version: 1 });
    expect(await members(acme)).toMatchObject([{ userId: owner.id, role: 'owner' }]);
    const taken = await app.post<ProblemAnswer>('/v1/organisations', { name: 'X', slug: acme.slug }, stranger.token);
    expect([taken.status, taken.body.code]).toEqual([409, 'slug_taken']);
    const own = await app.get<{ data: Organisation[] }>('/v1/users/me/organisations', owner.token);
    expect(own.body.data.map(({ id }) => id)).toContain(acme.id);
  });

  it.each(['Acme', 'a', 'a--b', '-ab', 'ab-', 'a b', 'x'.repeat(41), 7])(
    'is not founded with the slug %p',
    async (slug) => {
      const answer = await app.post<ProblemAnswer>('/v1/organisations', { name: 'X', slug }, owner.token);
      expect([answer.status, answer.body.errors?.map(({ pointer }) => pointer)]).toEqual([400, ['/slug']]);
    },
  );

  it('is one of ten that an account owns at most, however it comes to own them', async () => {
    const [many, other] = [await person(app, 'Max'), await person(app, 'Olga')];
    const found = () => {
      slugs += 1;
      return app.post<ProblemAnswer>('/v1/organisations', { name: 'X', slug: `one-of-many-${slugs}` }, many.token);
    };
    const answers = await Promise.all(Array.from({ length: 12 }, found));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(10).fill(201), 409, 409]);
    expect((await found()).body).toMatchObject({ code: 'too_many_organisations', most: 10 });
    const overGraphql = await app.graphql(
      'mutation { createOrganisation(input: { name: "X", slug: "one-of-many-x" }) { id } }',
      {},
      many.token,
    );
    expect(overGraphql.errors?.[0]?.extensions.code).toBe('too_many_organisations');
    const works = await organisation(app, other);
    expectStatus(await invite(works, many.email, 'owner', other), 201);
    const code = codeIn(await letterOf(many));
    expect(await join(code, many)).toMatchObject({ status: 409, body: { code: 'too_many_organisations' } });
    // As a member they may belong to any number; the code is not used up by what was refused.
    await app.sql(`UPDATE organisation_invitations SET role = 'member' WHERE organisation_id = $1`, [works.id]);
    expect((await join(code, many)).status).toBe(201);
    expect(await act(works, many, 'promote', other)).toMatchObject({
      status: 409,
      body: { code: 'too_many_organisations' },
    });
    const [founded = ''] = answers.flatMap(({ headers }) => headers.get('location') ?? []);
    const id = founded.split('/').at(-1) ?? '';
    await app.sql(
      `INSERT INTO organisation_members (organisation_id, user_id, role, created_at) VALUES ($1, $2, 'owner', now())`,
      [id, other.id],
    );
    expectStatus(await app.post(`/v1/organisations/${id}/members/${many.id}/demote`, undefined, many.token), 204);
    expectStatus(await act(works, many, 'promote', other), 204);
    // Who owns it already may be made an owner again: nothing changes.
    expectStatus(await act(works, many, 'promote', other), 204);
  });

  it('is renamed by an owner, in the version that they have read', async () => {
    const works = await organisation(app, owner);
    const rename = (version: number) =>
      app.call('PATCH', url(works), {
        body: { name: 'Works Ltd' },
        token: owner.token,
        headers: { 'if-match': `"${version}"` },
      });
    expect(await rename(1)).toMatchObject({ status: 200, body: { name: 'Works Ltd', version: 2 } });
    expect((await rename(1)).status).toBe(412);
  });

  it('is told of to its members alone', async () => {
    const mia = await member(acme);
    expect((await app.get(url(acme), mia.token)).body).toMatchObject({ id: acme.id, role: 'member' });
    const paths: [string, string, object?][] = [
      ['GET', url(acme)],
      ['PATCH', url(acme), { name: 'Mine' }],
      ['GET', `${url(acme)}/members`],
      ['POST', `${url(acme)}/members/${mia.id}/promote`],
      ['POST', `${url(acme)}/members/${mia.id}/demote`],
      ['DELETE', `${url(acme)}/members/${mia.id}`],
      ['DELETE', `${url(acme)}/members/${stranger.id}`],
      ['GET', `${url(acme)}/invitations`],
      ['POST', `${url(acme)}/invitations`, { email: 'x@example.com', role: 'owner' }],
      ['DELETE', `${url(acme)}/invitations/${mia.id}`],
    ];
    for (const [method, path, body] of paths) {
      const headers = { 'if-match': '"1"' };
      const answer = await app.call(method, path, { token: stranger.token, body, headers });
      expect([method, path, answer.status]).toEqual([method, path, 404]);
      expect([method, path, (await app.call(method, path, { body, headers })).status]).toEqual([method, path, 401]);
      const isOnlyRead = method === 'GET';
      const own = path.endsWith(mia.id) && path.includes('members');
      if (!isOnlyRead && !own)
        expect([path, (await app.call(method, path, { token: mia.token, body, headers })).status]).toEqual([path, 403]);
    }
    expect(await members(acme)).toHaveLength(2);
  });

  it('invites addresses that have an account and others alike: neither answer, letter nor rows differ', async () => {
    const works = await organisation(app, owner);
    const known = await person(app, 'Known');
    const unknown = { email: 'nobody.at.all@example.com' };
    const [one, other] = [await invite(works, known.email), await invite(works, unknown.email)];
    expect(shape(one)).toEqual(shape(other));
    const letters = [await letterOf(known), await letterOf(unknown)];
    expect(letters[0]?.replace(codeIn(letters[0]), '')).toBe(letters[1]?.replace(codeIn(letters[1]), ''));
    const again = await invite(works, known.email);
    expect(shape(again)).toEqual(shape(other));
    const { body } = await app.get<{ data: Invitation[] }>(`${url(works)}/invitations`, owner.token);
    expect(body.data.map(({ email }) => email).sort()).toEqual([known.email, unknown.email].sort());
  });

  it('takes a code once, and not one that was taken back, replaced, or has expired', async () => {
    const works = await organisation(app, owner);
    const [ann, ben] = [await person(app, 'Ann'), await person(app, 'Ben')];
    expectStatus(await invite(works, ann.email, 'owner'), 201);
    const code = codeIn(await letterOf(ann));
    expect((await join(`${code.slice(0, -1)}x`, ann)).status).toBe(404);
    const joined = await Promise.all([join(code, ann), join(code, ben), join(code, ann), join(code, ben)]);
    expect(joined.map(({ status }) => status).sort()).toEqual([201, 404, 404, 404]);
    expect((await members(works)).map(({ role }) => role)).toEqual(['owner', 'owner']);

    const cara = await person(app, 'Cara');
    const { id } = expectStatus(await invite(works, cara.email), 201);
    const first = codeIn(await letterOf(cara));
    expect((await app.call('DELETE', `${url(works)}/invitations/${id}`, { token: owner.token })).status).toBe(204);
    expect((await join(first, cara)).status).toBe(404);

    expectStatus(await invite(works, cara.email), 201);
    await app.sql(`UPDATE organisation_invitations SET expires_at = now() - interval '1 second' WHERE email = $1`, [
      cara.email,
    ]);
    const codes = (await readLetters(app, cara))
      .filter(({ subject }) => /join/.test(subject))
      .map(({ text }) => codeIn(text));
    for (const each of codes) expect((await join(each, cara)).status).toBe(404);
  });

  it('keeps the code of an invitation as a hash', async () => {
    const works = await organisation(app, owner);
    const dora = await person(app, 'Dora');
    expectStatus(await invite(works, dora.email), 201);
    const code = codeIn(await letterOf(dora));
    const rows = await app.sql('SELECT i::text AS row FROM organisation_invitations i');
    expect(JSON.stringify(rows)).not.toContain(code);
    expect(JSON.stringify(await app.sql('SELECT payload FROM events'))).not.toContain(code);
  });

  it('has members made owners and back, put out, and let go – but for its last owner', async () => {
    const works = await organisation(app, owner);
    const mia = await member(works);
    expect(await act(works, owner, 'demote', owner)).toMatchObject({ status: 409, body: { code: 'last_owner' } });
    expect(await remove(works, owner, owner)).toMatchObject({ status: 409, body: { code: 'last_owner' } });
    expect((await act(works, mia, 'promote', owner)).status).toBe(204);
    expect((await act(works, owner, 'demote', mia)).status).toBe(204);
    expect((await remove(works, mia, owner)).status).toBe(403);
    expect((await remove(works, owner, owner)).status).toBe(204);
    expect((await app.get(url(works), owner.token)).status).toBe(404);
    expect((await remove(works, owner, mia)).status).toBe(404);
  });

  it('keeps an owner when its two owners leave at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const works = await organisation(app, owner);
      const second = await member(works, 'owner', `Second${round}`);
      const answers = await Promise.all([remove(works, owner, owner), remove(works, second, second)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
      const [owners] = await app.sql<{ count: number }>(
        `SELECT count(*)::integer AS count FROM organisation_members WHERE organisation_id = $1 AND role = 'owner'`,
        [works.id],
      );
      expect(owners?.count).toBe(1);
    }
  });

  it('keeps an owner when its two owners make each other members at the same moment', async () => {
    const works = await organisation(app, owner);
    const second = await member(works, 'owner', 'Sam');
    const answers = await Promise.all([act(works, owner, 'demote', second), act(works, second, 'demote', owner)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 403]);
  });

  it('is there for dashboards: with its members and its keys, over GraphQL', async () => {
    const works = await organisation(app, owner);
    const query = `query ($id: ID!) {
      organisation(id: $id) { slug role }
      organisations(first: 1) { nodes { id } totalCount { value } }
      members(organisationId: $id) { nodes { firstName role } totalCount { value } }
      invitations(organisationId: $id) { totalCount { value } }
      apiKeys(organisationId: $id) { nodes { prefix } totalCount { value } }
    }`;
    const input = { name: 'sync', scopes: ['bookings:read'], expiresAt: '2040-01-01T00:00:00Z' };
    const make =
      'mutation ($id: ID!, $input: CreateApiKeyInput!) { createApiKey(organisationId: $id, input: $input) { key prefix expiresAt } }';
    const made = await app.graphql<{ createApiKey: { key: string; prefix: string; expiresAt: string } }>(
      make,
      { id: works.id, input },
      owner.token,
    );
    expect(made.data.createApiKey).toMatchObject({ expiresAt: '2040-01-01T00:00:00.000Z' });
    const { data, errors } = await app.graphql(query, { id: works.id }, owner.token);
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      organisation: { slug: works.slug, role: 'owner' },
      organisations: { nodes: [{ id: works.id }] },
      members: { nodes: [{ firstName: 'Olga', role: 'owner' }], totalCount: { value: 1 } },
      invitations: { totalCount: { value: 0 } },
      apiKeys: { nodes: [{ prefix: made.data.createApiKey.prefix }], totalCount: { value: 1 } },
    });
    const refused = await app.graphql(query, { id: works.id }, stranger.token);
    const codes = refused.errors?.map(({ extensions }) => extensions.code);
    expect(new Set(codes)).toEqual(new Set(['not_found']));
  });
});

/** What of an answer could tell one from another. */
function shape({ status, body, headers }: { status: number; body: object; headers: Headers }): object {
  const told = [...headers.keys()].filter((name) => !['date', 'location'].includes(name)).sort();
  return { status, fields: Object.keys(body), told };
}

describe('invitations to organisations', () => {
  it('are five an hour to one address, from whichever accounts and networks, and those that are refused use none up', async () => {
    const app = await TestApp.start({ RATE_LIMITS: 'on', TRUSTED_PROXIES: '1' });
    try {
      const victim = { email: 'victim@example.com', role: 'member' };
      const stranger = await person(app, 'Eve');
      const statuses: number[] = [];
      for (let owner = 1; owner <= 3; owner += 1) {
        const by = await person(app);
        const works = await organisation(app, by);
        const ask = (body: object, token = by.token) =>
          app.post<ProblemAnswer>(`/v1/organisations/${works.id}/invitations`, body, token, {
            'x-forwarded-for': `198.51.100.${owner}`,
          });
        expect((await ask(victim, stranger.token)).status).toBe(404);
        await app.sql(
          `INSERT INTO organisation_members (organisation_id, user_id, role, created_at) VALUES ($1, $2, 'member', now())
           ON CONFLICT DO NOTHING`,
          [works.id, stranger.id],
        );
        expect((await ask(victim, stranger.token)).status).toBe(403);
        for (let time = 0; time < 3; time += 1) statuses.push((await ask(victim)).status);
        expect((await ask({ ...victim, email: `other.${owner}@example.com` })).status).toBe(201);
      }
      expect(statuses).toEqual([201, 201, 201, 201, 201, 429, 429, 429, 429]);
      const again = await organisation(app, stranger);
      const { errors } = await app.graphql(
        `mutation ($id: ID!) { createInvitation(organisationId: $id, input: { email: "Victim@example.com", role: member }) { id } }`,
        { id: again.id },
        stranger.token,
      );
      expect(errors?.[0]?.extensions.code).toBe('too_many_requests');
    } finally {
      await app.stop();
    }
  });
});
