import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, person, place, TestApp, waitFor, type Person, type ProblemAnswer } from '#testing';
import { letterTo, readLetters } from '../support/letters.js';

interface Invitation {
  id: string;
  email: string;
  permissions: string[];
}
interface CoHost {
  userId: string;
  permissions: string[];
  version: number;
}
interface List<Item> {
  data: Item[];
  nextCursor: string | null;
}

describe('co-hosts', () => {
  let app: TestApp;
  let host: Person;
  let property: string;

  beforeAll(async () => {
    app = await TestApp.start();
    host = await person(app, 'Hanna');
    property = await place(app, host);
  });
  afterAll(() => app.stop());

  const invite = (email: string, permissions = ['calendar'], by = host, at = property) =>
    app.post<Invitation & ProblemAnswer>(`/v1/properties/${at}/co-hosts`, { email, permissions }, by.token);
  /** The token of the link in the last letter that invites somebody. */
  const tokenFor = (email: string, letters = 1): Promise<string> =>
    waitFor(`${letters} invitations of ${email}`, async () => {
      const texts = (await readLetters(app, { email })).filter(({ subject }) => subject.includes('invites you'));
      return texts.length < letters ? undefined : /#token=([\w-]+)/.exec(texts.at(-1)?.text ?? '')?.[1];
    });
  const accept = ({ token }: Person, id: string, link: string) =>
    app.post<CoHost & ProblemAnswer>(`/v1/co-host-invitations/${id}/accept`, { token: link }, token);
  const coHostsOf = async (at = property) =>
    expectStatus(await app.get<List<CoHost>>(`/v1/properties/${at}/co-hosts`, host.token), 200).data;
  const received = async ({ token }: Person) =>
    expectStatus(await app.get<List<Invitation>>('/v1/users/me/co-host-invitations', token), 200).data;
  /** Somebody who has accepted an invitation. */
  const coHost = async (permissions: string[], at = property): Promise<Person> => {
    const someone = await person(app, 'Cora');
    const { id } = expectStatus(await invite(someone.email, permissions, host, at), 201);
    expectStatus(await accept(someone, id, await tokenFor(someone.email)), 200);
    return someone;
  };

  it('are invited by address, accept by the link of the letter, and the host hears of it', async () => {
    const cora = await person(app, 'Cora');
    const invited = expectStatus(await invite(cora.email.toUpperCase(), ['bookings', 'calendar']), 201);
    expect(invited.permissions).toEqual(['calendar', 'bookings']);
    expect(await received(cora)).toMatchObject([{ id: invited.id, propertyTitle: 'Brownstone by the park' }]);
    expect((await app.get(`/v1/properties/${property}/blocks`, cora.token)).status).toBe(404);
    const joined = expectStatus(await accept(cora, invited.id, await tokenFor(invited.email)), 200);
    expect(joined).toMatchObject({
      userId: cora.id,
      firstName: 'Cora',
      permissions: ['calendar', 'bookings'],
      version: 1,
    });
    expect((await app.get(`/v1/properties/${property}/blocks`, cora.token)).status).toBe(200);
    expect(await received(cora)).toEqual([]);
    expect(await letterTo(app, host, /Cora is a co-host now/)).toBeTruthy();
  });

  it('are invited alike whether the address has an account or not', async () => {
    const known = await person(app, 'Kim');
    const answers = [await invite(known.email), await invite('nobody.at.all@example.com')];
    const [one, other] = answers.map(({ status, body }) => [status, Object.keys(body), body.permissions]);
    expect(one).toEqual(other);
    await tokenFor('nobody.at.all@example.com');
  });

  it('come to be with an account that was made after the letter', async () => {
    const { id } = expectStatus(await invite('later@example.com'), 201);
    const link = await tokenFor('later@example.com');
    const body = { email: 'later@example.com', password: 'two owls in a hollow oak 7', firstName: 'Lea', lastName: '' };
    const signedUp = await app.post<{ accessToken: string }>('/v1/auth/register', body);
    const lea = { id: '', email: body.email, token: expectStatus(signedUp, 201).accessToken };
    expectStatus(await accept(lea, id, link), 200);
  });

  it('are not made of a signed-in address alone: it takes the letter', async () => {
    const eve = await person(app, 'Eve');
    const { id } = expectStatus(await invite(eve.email), 201);
    const foreign = await tokenFor('nobody.at.all@example.com');
    for (const link of ['guessed', foreign])
      expect(await accept(eve, id, link)).toMatchObject({ status: 400, body: { code: 'invalid_invitation_link' } });
  });

  it('are not made of the letter alone: it takes the address', async () => {
    const { id } = expectStatus(await invite('addressee@example.com'), 201);
    const eve = await person(app, 'Eve');
    const link = await tokenFor('addressee@example.com');
    expect((await accept(eve, id, link)).status).toBe(404);
    expect((await app.post(`/v1/co-host-invitations/${id}/decline`, undefined, eve.token)).status).toBe(404);
    expect(await received(eve)).toEqual([]);
  });

  it('are one, however often they accept at once', async () => {
    const cora = await person(app, 'Cora');
    const { id } = expectStatus(await invite(cora.email), 201);
    const link = await tokenFor(cora.email);
    const answers = await Promise.all(Array.from({ length: 5 }, () => accept(cora, id, link)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect((await coHostsOf()).filter(({ userId }) => userId === cora.id)).toHaveLength(1);
  });

  it('are not the host themselves, and not asked again by the address by which they came', async () => {
    expect(await invite(host.email)).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/email', code: 'own' }] },
    });
    const { email } = await coHost(['listing']);
    expect(await invite(email)).toMatchObject({ status: 409, body: { code: 'already_co_host' } });
  });

  it.each([
    ['has expired', `UPDATE co_host_invitations SET expires_at = now() WHERE id = $1`, 'expired'],
    [
      'was withdrawn',
      `UPDATE co_host_invitations SET closed_at = now(), outcome = 'withdrawn' WHERE id = $1`,
      'withdrawn',
    ],
    [
      'was declined',
      `UPDATE co_host_invitations SET closed_at = now(), outcome = 'declined' WHERE id = $1`,
      'declined',
    ],
  ])('are not made of an invitation that %s', async (_what, statement, outcome) => {
    const cora = await person(app, 'Cora');
    const { id } = expectStatus(await invite(cora.email), 201);
    const link = await tokenFor(cora.email);
    await app.sql(statement, [id]);
    expect(await accept(cora, id, link)).toMatchObject({ status: 409, body: { code: 'invitation_closed', outcome } });
    expect(await received(cora)).toEqual([]);
  });

  it('are not made of an invitation whose property has changed hands', async () => {
    const at = await place(app, host);
    const cora = await person(app, 'Cora');
    const { id } = expectStatus(await invite(cora.email, ['listing'], host, at), 201);
    const link = await tokenFor(cora.email);
    await app.sql('UPDATE properties SET host_id = $1 WHERE id = $2', [(await person(app, 'Heidi')).id, at]);
    expect(await accept(cora, id, link)).toMatchObject({ status: 409, body: { outcome: 'withdrawn' } });
  });

  it('take the last of two invitations: the link of the one before is of no more use', async () => {
    const cora = await person(app, 'Cora');
    const first = expectStatus(await invite(cora.email, ['listing']), 201);
    const link = await tokenFor(cora.email);
    const second = expectStatus(await invite(cora.email, ['calendar']), 201);
    expect((await accept(cora, first.id, link)).status).toBe(409);
    expect((await accept(cora, second.id, link)).status).toBe(400);
    expect((await received(cora)).map(({ id }) => id)).toEqual([second.id]);
  });

  it('are not made any more once the host has taken the invitation back, or they have said no', async () => {
    const cora = await person(app, 'Cora');
    const { id } = expectStatus(await invite(cora.email), 201);
    const path = `/v1/properties/${property}/co-host-invitations`;
    const open = async () => (await app.get<List<Invitation>>(path, host.token)).body.data.map((each) => each.id);
    expect(await open()).toContain(id);
    expect((await app.call('DELETE', `${path}/${id}`, { token: host.token })).status).toBe(204);
    expect((await app.call('DELETE', `${path}/${id}`, { token: host.token })).status).toBe(404);
    expect(await open()).not.toContain(id);
    const again = expectStatus(await invite(cora.email), 201);
    expect((await app.post(`/v1/co-host-invitations/${again.id}/decline`, undefined, cora.token)).status).toBe(204);
    expect(await received(cora)).toEqual([]);
  });

  it('may do other things from the next request on when the host says so, in the version that they have seen', async () => {
    const cora = await coHost(['listing']);
    const path = `/v1/properties/${property}/co-hosts/${cora.id}`;
    const blocks = async () => (await app.get(`/v1/properties/${property}/blocks`, cora.token)).status;
    expect(await blocks()).toBe(403);
    const { headers } = await app.get(path, host.token);
    const change = (etag: string | null) =>
      app.call('PATCH', path, {
        token: host.token,
        body: { permissions: ['calendar'] },
        headers: { 'if-match': etag ?? '' },
      });
    expect(await change(headers.get('etag'))).toMatchObject({
      status: 200,
      body: { permissions: ['calendar'], version: 2 },
    });
    expect(await blocks()).toBe(200);
    expect((await change(headers.get('etag'))).status).toBe(412);
  });

  it.each(['the host parts with them', 'they leave'])(
    'may nothing more from the next request on when %s',
    async (who) => {
      const cora = await coHost(['calendar']);
      const by = who === 'they leave' ? cora : host;
      const path = `/v1/properties/${property}/co-hosts/${cora.id}`;
      expect((await app.call('DELETE', path, { token: by.token })).status).toBe(204);
      expect((await app.get(`/v1/properties/${property}/blocks`, cora.token)).status).toBe(404);
      expect((await app.call('DELETE', path, { token: by.token })).status).toBe(404);
      expectStatus(await invite(cora.email), 201);
    },
  );

  it('choose no co-hosts, and see none but themselves', async () => {
    const cora = await coHost(['listing', 'calendar', 'bookings', 'messages']);
    const other = await coHost(['listing']);
    const path = `/v1/properties/${property}/co-hosts`;
    expect((await invite('friend@example.com', ['listing'], cora)).status).toBe(403);
    expect((await app.get(path, cora.token)).status).toBe(403);
    expect((await app.get(`/v1/properties/${property}/co-host-invitations`, cora.token)).status).toBe(403);
    expect((await app.get(`${path}/${cora.id}`, cora.token)).status).toBe(200);
    expect((await app.get(`${path}/${other.id}`, cora.token)).status).toBe(404);
    expect((await app.call('DELETE', `${path}/${other.id}`, { token: cora.token })).status).toBe(404);
    const more = { token: cora.token, body: { permissions: ['listing'] }, headers: { 'if-match': '*' } };
    expect((await app.call('PATCH', `${path}/${cora.id}`, more)).status).toBe(403);
  });

  it('of another’s property are nobody’s to see', async () => {
    const eve = await person(app, 'Eve');
    expect((await app.get(`/v1/properties/${property}/co-hosts`, eve.token)).status).toBe(404);
    expect((await invite('friend@example.com', ['listing'], eve)).status).toBe(404);
  });

  it('are not let near the money: it is no permission', async () => {
    expect(await invite('friend@example.com', ['payouts'])).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/permissions/0', code: 'one_of' }] },
    });
    for (const permissions of [[], ['listing', 'listing']])
      expect((await invite('friend@example.com', permissions)).status).toBe(400);
  });

  it('are dealt with over GraphQL as over REST', async () => {
    const cora = await person(app, 'Cora');
    const create = `mutation ($p: ID!, $email: String!) {
      createCoHostInvitation(propertyId: $p, input: { email: $email, permissions: [listing] }) { id hostFirstName }
    }`;
    const made = await app.graphql<{ createCoHostInvitation: Invitation }>(
      create,
      { p: property, email: cora.email },
      host.token,
    );
    const { id } = made.data.createCoHostInvitation;
    const mine = '{ receivedCoHostInvitations { totalCount { value } nodes { id } } }';
    expect((await app.graphql(mine, {}, cora.token)).data).toEqual({
      receivedCoHostInvitations: { totalCount: { value: 1 }, nodes: [{ id }] },
    });
    const acceptIt =
      'mutation ($id: ID!, $t: String!) { acceptCoHostInvitation(id: $id, input: { token: $t }) { userId } }';
    await app.graphql(acceptIt, { id, t: await tokenFor(cora.email) }, cora.token);
    const list = 'query ($p: ID!) { coHosts(propertyId: $p, first: 100) { nodes { userId } } }';
    const listed = await app.graphql<{ coHosts: { nodes: CoHost[] } }>(list, { p: property }, host.token);
    expect(listed.data.coHosts.nodes.map(({ userId }) => userId)).toContain(cora.id);
    const end = 'mutation ($p: ID!, $u: ID!) { deleteCoHost(propertyId: $p, userId: $u) }';
    expect((await app.graphql(end, { p: property, u: cora.id }, host.token)).data).toEqual({ deleteCoHost: true });
  });
});
