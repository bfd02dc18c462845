import { sql } from '#database';
import { holdsPersonalData } from '#personal-data';

/** Facts name people by their ids alone, but for those about an account, which may name its passkeys. */
export const holdsFacts = holdsPersonalData({
  about: 'facts',
  untold: {
    events: 'that something has happened, by ids: what it was is told where it belongs',
    event_deliveries: 'who has heard of it',
  },
  erased: 'facts about your account, outside of the audit log',
  erases: ({ id }) => [
    sql`
      DELETE FROM event_deliveries
      WHERE event_id IN (SELECT e.id FROM events e WHERE e.subject_id = ${id}::uuid)`,
    sql`DELETE FROM events WHERE subject_id = ${id}::uuid`,
  ],
});
