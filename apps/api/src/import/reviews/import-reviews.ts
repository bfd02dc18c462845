import type { CsvFile } from '../reading/csv-file.js';
import { Writers, type ImportRun } from '../run/import-run.js';
import { reviewReader, REVIEW_COLUMNS, type Review } from './review-reader.js';
import { writeReviews } from './write-reviews.js';

const BATCH_REVIEWS = 5000;
/** Of the comments of a batch; five thousand real ones have about two million. */
const BATCH_CHARACTERS = 4_000_000;

/** Takes the reviews of the listings that were taken. They have no rating of their own. How many rows there were. */
export async function importReviews(run: ImportRun, file: CsvFile): Promise<number> {
  const writers = new Writers([run.client]);
  let batch: Review[] = [];
  let characters = 0;
  let rows = 0;
  const flush = (): Promise<void> => {
    const full = batch;
    batch = [];
    characters = 0;
    return writers.begin(() => writeReviews(run, file, full));
  };
  run.progress.begin(file.name, file.size);
  await run.client.query('CREATE TEMPORARY TABLE taken_reviews (ref text PRIMARY KEY)');
  await file.read(
    REVIEW_COLUMNS,
    (columns) => {
      const read = reviewReader(run, file, columns);
      return (fields, row) => {
        rows += 1;
        const review = read(fields, row);
        if (review) batch.push(review);
        characters += fields.reduce((sum, field) => sum + field.length, 0);
        const isFull = batch.length >= BATCH_REVIEWS || characters >= BATCH_CHARACTERS;
        return isFull || run.rejects.isFull ? flush() : undefined;
      };
    },
    (row, reason, value) => run.rejects.take({ file: file.name, row, reason, value }),
    (bytes) => run.progress.advance(bytes, rows),
  );
  await flush();
  await writers.end();
  run.progress.end(rows);
  return rows;
}
