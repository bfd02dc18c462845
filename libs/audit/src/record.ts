import type { AuditAction } from '#contracts/audit-actions.js';
import type { Changes } from './changes.js';
import type { Actor } from './origin.js';

/** Something that was done. */
export interface AuditRecord {
  action: AuditAction;
  /** id of what it was done to, or several, each with an entry of its own; the catalogue says of which type it is */
  subject: string | readonly string[];
  /** why, as whoever did it says: 1,000 characters at most */
  reason?: string;
  /** what has changed, as it was and as it is: no secrets, and nothing that says who a person is (`changesOf`) */
  before?: Changes;
  after?: Changes;
  /** who does it, where the request does not say so yet: who signs in */
  actor?: Actor;
  /** the sign-in that comes of it, likewise */
  sessionId?: string;
}
