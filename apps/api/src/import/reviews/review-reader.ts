import { cut, idOf, lineOf, textOf } from '../reading/fields.js';
import type { Columns, CsvFile } from '../reading/csv-file.js';
import type { ImportRun } from '../run/import-run.js';
import { Days } from '../run/shift.js';

/** Without these columns nothing can be taken. */
export const REVIEW_COLUMNS = ['listing_id', 'id', 'date', 'comments'] as const;

const LONGEST_COMMENT = 10_000;
const LONGEST_NAME = 100;

/** A review as its row says it. */
export interface Review {
  row: number;
  ref: string;
  listingId: string;
  author: string;
  comment: string;
  /** days since 1970-01-01, moved with the snapshot */
  day: number;
}

/** Reads the reviews of one file; what cannot be taken goes to the run's rejects, and gives null. */
export function reviewReader(
  run: ImportRun,
  file: CsvFile,
  columns: Columns,
): (fields: readonly string[], row: number) => Review | null {
  const days = new Days(run.shiftDays);
  return (fields, row) => {
    const field = (name: string) => fields[columns.at(name)] ?? '';
    const reject = (reason: string, value: string): null => {
      run.rejects.add({ file: file.name, row, reason, value });
      return null;
    };
    const id = idOf(field('id'));
    if (id === undefined) return reject(field('id').trim() === '' ? 'no_id' : 'bad_id', field('id'));
    const listingId = idOf(field('listing_id'));
    if (listingId === undefined) return reject('bad_listing_id', field('listing_id'));
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
      listingId,
      author,
      comment,
      day: day + run.shiftDays,
    };
  };
}
