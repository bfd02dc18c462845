import { expectStatus, type HttpClient, type Person } from '#testing';

/** What the tests read of an organisation. */
export interface Organisation {
  id: string;
  slug: string;
  name: string;
  role: string;
  version: number;
}

/** What the tests read of an API key. */
export interface Key {
  id: string;
  name: string;
  prefix: string;
  status: string;
  scopes: string[];
  allowedNetworks: string[];
  expiresAt: string | null;
  lastUsedAt: string | null;
  endedAt: string | null;
  rotatedFromId: string | null;
}

/** A key that has just been made. */
export type NewKey = Key & { key: string };

/** What the tests read of a grant. */
export interface Grant {
  id: string;
  organisationId: string;
  organisationSlug: string;
  hostId: string;
  propertyId: string | null;
  permissions: string[];
}

let organisations = 0;

/** An organisation of `owner`. */
export async function organisation(app: HttpClient, owner: Person): Promise<Organisation> {
  organisations += 1;
  const body = { name: `Channel Works ${organisations}`, slug: `channel-works-${process.pid}-${organisations}` };
  return expectStatus(await app.post<Organisation>('/v1/organisations', body, owner.token), 201);
}

/** A key of an organisation, good for these scopes. */
export async function apiKey(
  app: HttpClient,
  owner: Person,
  { id }: { id: string },
  scopes: string[] = [],
  more: object = {},
): Promise<NewKey> {
  const body = { name: 'nightly sync', scopes, ...more };
  return expectStatus(await app.post<NewKey>(`/v1/organisations/${id}/keys`, body, owner.token), 201);
}

/** Lets an organisation's programs in: at one property of the host, or at all of them. */
export async function grantTo(
  app: HttpClient,
  host: Person,
  { slug }: { slug: string },
  permissions: readonly string[],
  propertyId?: string,
): Promise<Grant> {
  const body = { organisationSlug: slug, permissions, propertyId };
  return expectStatus(await app.post<Grant>('/v1/users/me/grants', body, host.token), 201);
}

/** The code in the letter of an invitation. */
export function codeIn(letter: string): string {
  const code = /^[\w-]{43}$/m.exec(letter)?.[0];
  if (code === undefined) throw new Error(`there is no code in ${letter}`);
  return code;
}
