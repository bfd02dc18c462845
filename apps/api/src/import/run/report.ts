import { type LocalDate } from '#dates';
import type { City } from '../reading/city.js';
import { copyOf, cut, lineOf } from '../reading/fields.js';

/** How many rows of one kind were written. */
export interface Written {
  created: number;
  changed: number;
  unchanged: number;
}

/** What an import counts on its way. */
export class Tally {
  /** accounts made for hosts who were not here yet */
  hosts = 0;
  readonly properties: Written = { created: 0, changed: 0, unchanged: 0 };
  readonly reviews: Written = { created: 0, changed: 0, unchanged: 0 };
  /** stretches of nights that are not available */
  readonly claims = { created: 0, removed: 0, unchanged: 0 };
  /** calendar rows that went into claims and prices */
  nights = 0;
  /** properties with prices of single nights */
  ownPrices = 0;
  readonly adjusted = new Map<string, number>();
  readonly unknownAmenities = new Map<string, number>();
  /** most different names that are counted one by one */
  static readonly MOST_NAMES = 50_000;
  static readonly LONGEST_NAME = 100;

  adjust(reason: string, by = 1): void {
    if (by > 0) this.adjusted.set(reason, (this.adjusted.get(reason) ?? 0) + by);
  }

  unknownAmenity(name: string): void {
    const short = cut(lineOf(name), Tally.LONGEST_NAME);
    const count = this.unknownAmenities.get(short) ?? 0;
    const isListed = count > 0 || this.unknownAmenities.size < Tally.MOST_NAMES;
    if (isListed) this.unknownAmenities.set(count > 0 ? short : copyOf(short), count + 1);
    else this.unknownAmenities.set('others', (this.unknownAmenities.get('others') ?? 0) + 1);
  }
}

/** One file, and how long it took to take it. */
export interface FileTaken {
  file: string;
  rows: number;
  seconds: number;
}

/** What became of an import. */
export interface ImportReport {
  city: City;
  source: string;
  shiftDays: number;
  files: FileTaken[];
  tally: Tally;
  rejects: { path: string; counts: { file: string; reason: string; restTaken: boolean; count: number }[] };
  peakMemoryMb: number;
}

const MOST_LISTED = 10;
const number = (value: number): string => value.toLocaleString('en');

/** The report for people: a few short tables. */
export function reportText(report: ImportReport): string {
  const { city, tally, shiftDays, rejects } = report;
  return [
    `${city.name}, ${city.country}, prices in ${city.currency}; ${snapshotText(city.snapshot, shiftDays)}`,
    '',
    table([
      ['taken', 'new', 'changed', 'as before'],
      ['hosts', number(tally.hosts), '', ''],
      ['properties', ...writtenCells(tally.properties)],
      ['claims', number(tally.claims.created), `${number(tally.claims.removed)} gone`, number(tally.claims.unchanged)],
      ['reviews', ...writtenCells(tally.reviews)],
    ]),
    `${number(tally.nights)} calendar rows; ${number(tally.ownPrices)} properties with prices of single nights`,
    '',
    ...section(
      `could not be taken (each is in ${rejects.path})`,
      rejects.counts.map((reject) => [
        `${reject.file}: ${reject.reason}${reject.restTaken ? ' (the rest of the row was taken)' : ''}`,
        number(reject.count),
      ]),
    ),
    ...section('taken with a change', byCount(tally.adjusted)),
    ...section(
      `amenities that we have no name for (${number(tally.unknownAmenities.size)} names)`,
      byCount(tally.unknownAmenities).slice(0, MOST_LISTED),
    ),
    table([['file', 'rows', 'seconds', 'rows/s'], ...report.files.map(fileCells)]),
    `peak memory ${number(report.peakMemoryMb)} MB`,
    '',
  ].join('\n');
}

function snapshotText(snapshot: LocalDate | undefined, shiftDays: number): string {
  const taken = snapshot === undefined ? 'a snapshot without a date' : `the snapshot of ${snapshot}`;
  return shiftDays === 0 ? taken : `${taken}, its dates moved by ${number(shiftDays / 7)} weeks`;
}

function writtenCells({ created, changed, unchanged }: Written): string[] {
  return [created, changed, unchanged].map(number);
}

function fileCells({ file, rows, seconds }: FileTaken): string[] {
  return [file, number(rows), seconds.toFixed(1), number(Math.round(rows / Math.max(seconds, 0.001)))];
}

function byCount(counts: ReadonlyMap<string, number>): string[][] {
  return [...counts]
    .sort(([a, x], [b, y]) => y - x || a.localeCompare(b))
    .map(([name, count]) => [name, number(count)]);
}

function section(title: string, rows: string[][]): string[] {
  return rows.length === 0 ? [] : [title, table(rows), ''];
}

/** The first column to the left, the others to the right. */
function table(rows: string[][]): string {
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const widths = (rows[0] ?? []).map((_, column) => width(column));
  return rows
    .map(
      (row) =>
        `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`,
    )
    .join('\n');
}
