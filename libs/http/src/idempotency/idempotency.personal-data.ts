import { sql } from '#database';
import { holdsPersonalData } from '#personal-data';

/** Answers that are kept for who asks again: somebody's own, and those that tell others of them. */
export const holdsAnswers = holdsPersonalData({
  about: 'answers',
  untold: { idempotency_keys: 'answers that you were given, kept for some days for when you ask again' },
  kept: [
    {
      what: 'answers about your stays that programs of your hosts’ partners were given, for some days',
      why: 'they go by themselves, and are told only to the program that has had them (GDPR, article 6(1)(f))',
    },
  ],
  erased: 'answers that are kept for when a request comes again',
  erasesFirst: true,
  erases: ({ id, email }) => [
    sql`DELETE FROM idempotency_keys WHERE split_part(scope, ' ', 1) = ${id}`,
    sql`
      DELETE FROM idempotency_keys
      WHERE split_part(scope, ' ', 1) = ANY(ARRAY(SELECT acquaintances_of(${id}::uuid)::text))
        AND (strpos(body, ${id}) > 0 OR strpos(lower(body), lower(${email}::text)) > 0)`,
  ],
});
