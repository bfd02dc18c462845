import { newId } from '#clock';
import { dateOfDay } from '#dates';
import type { CsvFile } from '../reading/csv-file.js';
import { inTransaction, type ImportRun } from '../run/import-run.js';
import type { Review } from './review-reader.js';

/** Writes one batch in a transaction, counts what came of it, and rejects what belongs to no listing or came twice. */
export async function writeReviews(run: ImportRun, file: CsvFile, reviews: readonly Review[]): Promise<void> {
  await run.rejects.flush();
  if (reviews.length === 0) return;
  const outcome = await inTransaction(run.client, () => writeBatch(run, reviews));
  run.tally.reviews.created += outcome.created;
  run.tally.reviews.changed += outcome.changed;
  run.tally.reviews.unchanged += outcome.taken - outcome.created - outcome.changed;
  for (const { review, reason } of outcome.refused) {
    const value = reason === 'unknown_listing' ? review.listingId : review.ref;
    run.rejects.add({ file: file.name, row: review.row, reason, value });
  }
}

async function writeBatch(run: ImportRun, reviews: readonly Review[]) {
  const known = await knownListings(run, reviews);
  const ofKnown = reviews.filter(({ listingId }) => known.has(listingId));
  const fresh = await freshRefs(run, ofKnown);
  // A set forgets what it has given: of a review that comes twice in one batch the first is taken.
  const taken = ofKnown.filter(({ ref }) => fresh.delete(ref));
  const takenSet = new Set(taken);
  const refused = reviews
    .filter((review) => !takenSet.has(review))
    .map((review) => ({ review, reason: known.has(review.listingId) ? 'repeated_id' : 'unknown_listing' }));
  return { ...(await upsert(run, taken)), taken: taken.length, refused };
}

async function knownListings(run: ImportRun, reviews: readonly Review[]): Promise<ReadonlySet<string>> {
  const { rows } = await run.client.query<{ listing_id: string }>(
    'SELECT listing_id FROM taken_listings WHERE listing_id = ANY ($1::text[])',
    [[...new Set(reviews.map(({ listingId }) => listingId))]],
  );
  return new Set(rows.map((row) => row.listing_id));
}

async function freshRefs(run: ImportRun, reviews: readonly Review[]): Promise<Set<string>> {
  const { rows } = await run.client.query<{ ref: string }>(
    `INSERT INTO taken_reviews
     SELECT DISTINCT unnest($1::text[])
     ON CONFLICT DO NOTHING
     RETURNING ref`,
    [reviews.map(({ ref }) => ref)],
  );
  return new Set(rows.map((row) => row.ref));
}

/** A review's hour is not known: noon UTC keeps its date in nearly every zone. */
async function upsert(run: ImportRun, reviews: readonly Review[]): Promise<{ created: number; changed: number }> {
  const { rows } = await run.client.query<{ created: boolean }>(
    `INSERT INTO reviews AS r (id, property_id, author_name, comment, external_ref, created_at)
     SELECT g.id, p.id, g.author, g.comment, g.ref, g.created_at
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
       AS g (id, listing_ref, author, comment, ref, created_at)
     JOIN properties p ON p.external_ref = g.listing_ref
     ON CONFLICT (external_ref) DO UPDATE
     SET property_id = EXCLUDED.property_id,
         author_name = EXCLUDED.author_name,
         comment = EXCLUDED.comment,
         created_at = EXCLUDED.created_at
     WHERE (r.property_id, r.author_name, r.comment, r.created_at)
       IS DISTINCT FROM (EXCLUDED.property_id, EXCLUDED.author_name, EXCLUDED.comment, EXCLUDED.created_at)
     RETURNING (xmax = 0) AS created`,
    [
      reviews.map(newId),
      reviews.map(({ listingId }) => `${run.city.slug}:listing:${listingId}`),
      reviews.map(({ author }) => author),
      reviews.map(({ comment }) => comment),
      reviews.map(({ ref }) => ref),
      reviews.map(({ day }) => `${dateOfDay(day)}T12:00:00Z`),
    ],
  );
  const created = rows.filter((row) => row.created).length;
  return { created, changed: rows.length - created };
}
