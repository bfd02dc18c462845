import { API_SCOPES } from '#contracts/partners/api-scopes.js';
import { expectStatus, PASSWORD, person, place, waitFor, type Person, type TestApp } from '#testing';
import { grant } from '../e2e/support/grants.js';
import { linksTo, login } from '../e2e/support/accounts.js';
import { callOperation, type Sent } from '../e2e/support/operations.js';
import { apiKey, grantTo, organisation } from '../e2e/support/partners.js';
import { staff } from '../e2e/support/staff.js';

/** Something that somebody can read, until it is ended. */
export interface Reading {
  path: string;
  token: string;
  /** what the operation that ends it is sent */
  end: [operation: string, sent: Sent];
  /** how that is answered, where it is refused and ends something all the same */
  refusedWith?: number;
}

/** Who ends what others may do, and has things that others read. */
export interface Enders {
  app: TestApp;
  /** the other process, which may be the one that sends a letter */
  other: TestApp;
  admin: Person;
  host: Person;
}

/** Everything that ends what somebody may read, by what it is. */
export const ENDINGS: Record<string, (enders: Enders) => Promise<Reading>> = {
  'a role is taken': async ({ app, admin }) => {
    const { id, token } = await staff(app, 'support', 'Sue');
    return { path: '/v1/users?limit=1', token, end: ['updateRoles', of(admin, [id], { roles: [] })] };
  },
  'a session is ended from another': async ({ app }) => {
    const someone = await person(app, 'Ida');
    const other = { ...someone, token: await signIn(app, someone) };
    interface Sessions {
      data: { id: string; current: boolean }[];
    }
    const { data } = expectStatus(await app.get<Sessions>('/v1/users/me/sessions', someone.token), 200);
    const current = data.find((each) => each.current)?.id ?? '';
    return { path: '/v1/users/me', token: someone.token, end: ['endSession', of(other, [current])] };
  },
  'somebody signs out': async ({ app }) => {
    const someone = await person(app, 'Ida');
    return { path: '/v1/users/me', token: someone.token, end: ['logout', of(someone, [])] };
  },
  'an account is suspended': async ({ app, admin }) => {
    const { id, token } = await person(app, 'Eve');
    return { path: '/v1/users/me', token, end: ['suspendAccount', of(admin, [id], { reason: 'Reported' })] };
  },
  'a password is changed': async ({ app }) => {
    const someone = await person(app, 'Ida');
    const other = { ...someone, token: await signIn(app, someone) };
    const body = { currentPassword: PASSWORD, newPassword: `${PASSWORD} and a half` };
    return { path: '/v1/users/me', token: someone.token, end: ['changePassword', of(other, [], body)] };
  },
  'a password is reset': async ({ app, other }) => {
    const someone = await person(app, 'Ida');
    expectStatus(await app.post('/v1/auth/password-resets', { email: someone.email }), 202);
    const token = await waitFor('the link', async () => {
      const links = await Promise.all([app, other].map((each) => linksTo(each, someone, /^Reset your password/)));
      return links.flat().at(0);
    });
    const body = { token, password: `${PASSWORD} and a half` };
    return { path: '/v1/users/me', token: someone.token, end: ['resetPassword', { body }] };
  },
  'all other sessions are ended': async ({ app }) => {
    const someone = await person(app, 'Ida');
    const other = { ...someone, token: await signIn(app, someone) };
    return { path: '/v1/users/me', token: someone.token, end: ['endOtherSessions', of(other, [])] };
  },
  'a refresh token comes again that was exchanged long before': async ({ app }) => {
    const { id, email } = await person(app, 'Ida');
    const { accessToken, refreshToken } = expectStatus(await login(app, { email }), 200);
    expectStatus(await app.post('/v1/auth/refresh', { refreshToken }), 200);
    await app.sql(`UPDATE sessions SET rotated_at = rotated_at - interval '1 hour' WHERE user_id = $1`, [id]);
    return { path: '/v1/users/me', token: accessToken, end: ['refresh', { body: { refreshToken } }], refusedWith: 401 };
  },
  'an account is erased': async ({ app }) => {
    const someone = await person(app, 'Ida');
    const other = { ...someone, token: await signIn(app, someone) };
    return { path: '/v1/users/me', token: someone.token, end: ['eraseAccount', of(other, [])] };
  },
  'a co-host is dismissed': async ({ app, host }) => {
    const [property, holder] = [await place(app, host), await person(app, 'Cora')];
    await grant(app, { host, holder, property, permissions: ['calendar'] });
    const path = `/v1/properties/${property}/blocks`;
    return { path, token: holder.token, end: ['deleteCoHost', of(host, [property, holder.id])] };
  },
  'a key is ended': async ({ app, host }) => {
    const partner = await organisation(app, host);
    const { id, key } = await apiKey(app, host, partner, [...API_SCOPES]);
    return { path: '/v1/properties?mine=true', token: key, end: ['deleteApiKey', of(host, [partner.id, id])] };
  },
  'a partner’s grant is withdrawn': async ({ app, host }) => {
    const [property, partner] = [await place(app, host), await organisation(app, host)];
    const { key } = await apiKey(app, host, partner, [...API_SCOPES]);
    const { id } = await grantTo(app, host, partner, ['calendar'], property);
    const path = `/v1/properties/${property}/blocks`;
    return { path, token: key, end: ['deleteAccessGrant', of(host, [id])] };
  },
  'a member is removed': async ({ app, host }) => {
    const [{ id }, member] = [await organisation(app, host), await person(app, 'Max')];
    await app.sql(
      `INSERT INTO organisation_members (organisation_id, user_id, role, created_at) VALUES ($1, $2, 'member', now())`,
      [id, member.id],
    );
    const path = `/v1/organisations/${id}`;
    return { path, token: member.token, end: ['deleteMember', of(host, [id, member.id])] };
  },
  'a place is archived': async ({ app, admin, host }) => {
    const property = await place(app, host);
    const path = `/v1/properties/${property}`;
    return { path, token: admin.token, end: ['archiveProperty', of(host, [property])] };
  },
};

function of({ token }: Person, ids: string[], body?: object): Sent {
  return { token, ids, body };
}

async function signIn(app: TestApp, someone: Person): Promise<string> {
  return expectStatus(await login(app, someone), 200).accessToken;
}

/** Ends it. @throws Error when that is refused */
export async function endIt(app: TestApp, { end: [operation, sent], refusedWith }: Reading): Promise<void> {
  const { status, body } = await callOperation(app, operation, sent);
  if (refusedWith === undefined ? status >= 300 : status !== refusedWith)
    throw new Error(`${operation} answered ${status}: ${JSON.stringify(body)}`);
}
