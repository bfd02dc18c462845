import { randomUUID } from 'node:crypto';
import { expectStatus, person, place, waitFor } from '#testing';
import { grant } from '../support/grants.js';
import { readLetters } from '../support/letters.js';
import { apiKey, codeIn, grantTo, organisation } from '../support/partners.js';
import { phonePhoto, sendPhoto } from '../support/photos.js';
import type { Scene } from './scene.js';
import type { Make } from './things.js';

/** An account that nobody else in the matrix is about. */
export const someone: Make = async (scene) => {
  const { id } = await person(scene.app, 'Sam');
  return { id };
};

/** A passkey of the guest. */
export const passkey: Make = async (scene) => {
  const id = randomUUID();
  await scene.app.sql(
    `INSERT INTO passkeys (id, user_id, credential_id, public_key, sign_count, transports, name, created_at)
     VALUES ($1, $2, decode($3, 'hex'), '', 0, '{}', 'My phone', now())`,
    [id, scene.person('guest').id, id.replaceAll('-', '')],
  );
  return { id };
};

/** An identity of the guest at a provider. */
export const identity: Make = async (scene) => {
  const id = randomUUID();
  await scene.app.sql(
    `INSERT INTO identities (id, user_id, provider, issuer, subject, created_at)
     VALUES ($1, $2, $3, 'https://id.example.com', $3, now())`,
    [id, scene.person('guest').id, `provider-${id}`],
  );
  return { id };
};

/** A co-host of a place of the host's. */
export const coHost: Make = async (scene) => {
  const host = scene.person('host');
  const id = await place(scene.app, host);
  const holder = await person(scene.app, 'Cora');
  await grant(scene.app, { host, holder, property: id, permissions: ['calendar'] });
  return { id, userId: holder.id };
};

/** An invitation of another guest to a place of the host's. */
export const coHostInvitation: Make = async (scene) => {
  const { app } = scene;
  const { email } = scene.person('otherGuest');
  const [host, known] = [scene.person('host'), await linksOf(scene, email)];
  const propertyId = await place(app, host);
  const body = { email, permissions: ['calendar'] };
  const made = await app.post<{ id: string }>(`/v1/properties/${propertyId}/co-hosts`, body, host.token);
  const { id } = expectStatus(made, 201);
  const token = await waitFor('the letter of the invitation', async () =>
    (await linksOf(scene, email)).find((link) => !known.includes(link)),
  );
  return { id, invitationId: id, propertyId, token };
};

/** The same, by the names of its place's routes. */
export const coHostInvitationOfPlace: Make = async (scene) => {
  const { propertyId = '', invitationId = '' } = await coHostInvitation(scene);
  return { id: propertyId, invitationId };
};

async function linksOf({ app }: Scene, email: string): Promise<string[]> {
  return (await readLetters(app, { email })).flatMap(({ text }) => /#token=(\S+)/.exec(text)?.[1] ?? []);
}

/** An organisation of the host, of which the guest is a member: for once without a letter that has to be waited for. */
export const organisationOfHost: Make = async (scene) => {
  const { id } = await organisation(scene.app, scene.person('host'));
  const guest = scene.person('guest');
  await scene.app.sql(
    `INSERT INTO organisation_members (organisation_id, user_id, role, created_at) VALUES ($1, $2, 'member', now())`,
    [id, guest.id],
  );
  return { id, userId: guest.id };
};

/** The same, in which the guest owns as the host does. */
export const organisationOfTwo: Make = async (scene) => {
  const { id = '', userId = '' } = await organisationOfHost(scene);
  const path = `/v1/organisations/${id}/members/${userId}/promote`;
  expectStatus(await scene.app.post(path, undefined, scene.person('host').token), 204);
  return { id, userId };
};

/** An invitation to an organisation of the host's. */
export const organisationInvitation: Make = async (scene) => {
  const { id = '' } = await organisationOfHost(scene);
  return { id, invitationId: await invite(scene, id, `${randomUUID()}@example.com`) };
};

/** The same, and the code in its letter. */
export const organisationInvitationRead: Make = async (scene) => {
  const { id = '' } = await organisationOfHost(scene);
  const email = `${randomUUID()}@example.com`;
  const invitationId = await invite(scene, id, email);
  const code = await waitFor('the letter of the invitation', async () => (await codesOf(scene, email)).at(0));
  return { id, invitationId, code };
};

/** An API key of an organisation of the host's. */
export const keyOfHost: Make = async (scene) => {
  const { id = '' } = await organisationOfHost(scene);
  return { id, keyId: (await apiKey(scene.app, scene.person('host'), { id })).id };
};

/** A partner's organisation, of somebody who is no caller. */
export const partner: Make = async ({ app }) => {
  const { id, slug } = await organisation(app, await person(app, 'Petra'));
  return { id, slug };
};

/** What the host has granted to an organisation of the other host's. */
export const accessGrant: Make = async (scene) => {
  const to = await organisation(scene.app, scene.person('otherHost'));
  return { id: (await grantTo(scene.app, scene.person('host'), to, ['calendar'])).id };
};

/** An organisation of the other host's, which the host has granted something. */
export const grantedOrganisation: Make = async (scene) => {
  const to = await organisation(scene.app, scene.person('otherHost'));
  await grantTo(scene.app, scene.person('host'), to, ['calendar']);
  return { id: to.id };
};

async function invite(scene: Scene, id: string, email: string): Promise<string> {
  const body = { email, role: 'member' };
  const path = `/v1/organisations/${id}/invitations`;
  const made = await scene.app.post<{ id: string }>(path, body, scene.person('host').token);
  return expectStatus(made, 201).id;
}

async function codesOf({ app }: Scene, email: string): Promise<string[]> {
  const letters = await readLetters(app, { email });
  return letters.filter(({ subject }) => /asks you to join/.test(subject)).map(({ text }) => codeIn(text));
}

/** The guest's photo. */
export const photo: Make = async (scene) => {
  const { photoUrl = '' } = expectStatus(await sendPhoto(scene.app, scene.person('guest'), await phonePhoto()), 200);
  return { id: photoUrl.split('/').at(-1) ?? '' };
};

/** An export of the guest's, and what its link lets in by: the file is there. */
export const exportMade: Make = async (scene) => {
  const { app } = scene;
  const { token } = scene.person('guest');
  const { id } = expectStatus(await app.post<{ id: string }>('/v1/users/me/exports', undefined, token), 202);
  const url = await waitFor('the export', async () => {
    const read = await app.get<{ downloadUrl: string | null }>(`/v1/users/me/exports/${id}`, token);
    return expectStatus(read, 200).downloadUrl ?? undefined;
  });
  return { id, token: new URL(url).searchParams.get('token') ?? '' };
};

/** An export of the guest's that can be downloaded, had it a file. */
export const exported: Make = async (scene) => {
  const id = randomUUID();
  await scene.app.sql(
    `INSERT INTO data_exports (id, user_id, status, bytes, created_at, ready_at, expires_at)
     VALUES ($1, $2, 'ready', 1, now(), now(), now() + interval '10 years')`,
    [id, scene.person('guest').id],
  );
  return { id };
};

/** Everybody is the last owner of an organisation in which there are others. */
export const responsibilityOfAll: Make = async (scene) => {
  await scene.app.sql(
    `WITH owners AS (
       SELECT u.id, gen_random_uuid() AS organisation
       FROM users u
       WHERE u.email IS NOT NULL),
     founded AS (
       INSERT INTO organisations (id, slug, name, created_at, updated_at)
       SELECT organisation, 'of-' || left(organisation::text, 8), 'Works', now(), now()
       FROM owners
       RETURNING id)
     INSERT INTO organisation_members (organisation_id, user_id, role, created_at)
     SELECT o.organisation, o.id, 'owner', now()
     FROM owners o
     JOIN founded f ON f.id = o.organisation
     UNION ALL
     SELECT o.organisation, other.id, 'member', now()
     FROM owners o
     JOIN founded f ON f.id = o.organisation
     CROSS JOIN LATERAL (SELECT id FROM users WHERE id <> o.id ORDER BY id LIMIT 1) other`,
  );
  return {};
};

/** A document in force that nobody has to agree to. */
export const terms: Make = async (scene) => {
  const [document, version] = [`of_${randomUUID().slice(0, 8)}`, '1'];
  const [found] = await scene.app.sql<{ id: string }>(
    `INSERT INTO terms (id, document, version, url, sha256, required, effective_at, published_at, published_by)
     VALUES (gen_random_uuid(), $1, $2, 'https://www.example.com/', repeat('0', 64), false, '2020-01-01', '2020-01-01', $3)
     RETURNING id`,
    [document, version, scene.person('admin').id],
  );
  return { document, version, termsId: found?.id ?? '' };
};

/** What the guest has agreed to. */
export const consent: Make = async (scene) => {
  const { termsId } = await terms(scene);
  const id = randomUUID();
  await scene.app.sql(
    `INSERT INTO consents (id, user_id, terms_id, via, given_at) VALUES ($1, $2, $3, 'account', now())`,
    [id, scene.person('guest').id, termsId],
  );
  return { id };
};
