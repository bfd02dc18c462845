import { sql } from '#database';
import { holdsPersonalData } from '#personal-data';

/** Who has agreed to what: ids and times alone. */
export const holdsConsents = holdsPersonalData({
  about: 'consents',
  tells: [
    {
      file: 'consents',
      says: 'What you have agreed to.',
      tables: ['consents'],
      rows: (id) => sql`
        SELECT c.id, t.document, t.version, t.url, t.sha256, c.via, c.given_at AS "givenAt", c.withdrawn_at AS "withdrawnAt"
        FROM consents c
        JOIN terms t ON t.id = c.terms_id
        WHERE c.user_id = ${id}::uuid`,
    },
  ],
  untold: { terms: 'what there is to agree to, and which admin has published it' },
  kept: [
    {
      what: 'what you have agreed to, and when, without your name',
      why: 'that you had has to be shown when it is asked for (GDPR, articles 7(1) and 17(3)(e))',
    },
  ],
});
