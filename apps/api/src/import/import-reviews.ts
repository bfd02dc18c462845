import { newId } from '#clock';
import { dateOfDay } from '#dates';
import type { Columns, CsvFile } from './csv-file.js';
import { cut, lineOf, textOf } from './fields.js';
import { inTransaction, Writers, type ImportRun } from './import-run.js';
import { Days } from './shift.js';

const COLUMNS = ['listing_id', 'id', 'date', 'comments'] as const;
const BATCH_REVIEWS = 5000;
const LONGEST_COMMENT = 10_000;
const LONGEST_NAME = 100;

interface Review {
  row: number;
  ref: string;
  listingId: string;
  author: string;
  comment: string;
  /** days since 1970-01-01, moved with the snapshot */
  day: number;
}

/** Takes the reviews of the listings that were taken. They have no rating of their own. How many rows there were. */
export async function importReviews(run: ImportRun, file: CsvFile): Promise<number> {
  const writers = new Writers([run.client]);
  let batch: Review[] = [];
  let rows = 0;
  const flush = (): Promise<void> => {
    const full = batch;
    batch = [];
    return writers.begin(() => writeReviews(run, file, full));
  };
  run.progress.begin(file.name, file.size);
  await run.client.query('CREATE TEMPORARY TABLE taken_reviews (ref text PRIMARY KEY)');
  await file.read(
    COLUMNS,
    (columns) => {
      const read = reviewReader(run, file, columns);
      return (fields, row) => {
        rows += 1;
        const review = read(fields, row);
        if (review) batch.push(review);
        return batch.length >= BATCH_REVIEWS || run.rejects.isFull ? flush() : undefined;
      };
    },
    (row, reason, value) => run.rejects.add({ file: file.name, row, reason, value }),
    (bytes) => run.progress.advance(bytes, rows),
  );
  await flush();
  await writers.end();
  run.progress.end(rows);
  return rows;
}

function reviewReader(
  run: ImportRun,
  file: CsvFile,
  columns: Columns,
): (fields: readonly string[], row: number) => Review | null {
  const days = new Days();
  return (fields, row) => {
    const field = (name: string) => fields[columns.at(name)] ?? '';
    const reject = (reason: string, value: string): null => {
      run.rejects.add({ file: file.name, row, reason, value });
      return null;
    };
    const id = field('id').trim();
    if (!/^\d{1,20}$/.test(id)) return reject(id === '' ? 'no_id' : 'bad_id', id);
    const day = days.of(field('date'));
    if (day === undefined) return reject('bad_date', field('date'));
    const text = textOf(field('comments'));
    if (text === '') return reject('no_text', id);
    const comment = cut(text, LONGEST_COMMENT);
    if (comment !== text) run.tally.adjust('comment_cut');
    const author = cut(lineOf(field('reviewer_name')), LONGEST_NAME) || 'Guest';
    return {
      row,
      ref: `${run.city.slug}:review:${id}`,
      listingId: field('listing_id').trim(),
      author,
      comment,
      day: day + run.shiftDays,
    };
  };
}

async function writeReviews(run: ImportRun, file: CsvFile, reviews: readonly Review[]): Promise<void> {
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
