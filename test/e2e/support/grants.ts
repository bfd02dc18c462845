import { randomUUID } from 'node:crypto';
import type { Person, TestApp } from '#testing';

/** Lets somebody do such things at a property of a host, or at all of them, behind the application's back. */
export async function grant(app: TestApp, { host, holder, property = null, permissions }: Grant): Promise<string> {
  const id = randomUUID();
  await app.sql(
    `INSERT INTO access_grants (id, host_id, property_id, user_id, holder_id, permissions, granted_at, granted_by)
     VALUES ($1, $2, $3, $4, $4, $5, now(), $2)`,
    [id, host.id, property, holder.id, permissions],
  );
  return id;
}

interface Grant {
  host: Person;
  holder: Person;
  property?: string | null;
  permissions: string[];
}
