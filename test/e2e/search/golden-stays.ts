import { readFileSync } from 'node:fs';
import { WEEKDAYS } from '#contracts/properties/weekdays.js';
import type { LocalDate, Stay } from '#dates';
import type { Claim } from '../../../apps/api/src/calendar/claims.js';
import type { DateRule, StayRules } from '../../../apps/api/src/calendar/stay.rules.js';

/** One row of a table of examples in docs/calendar.md. */
export interface Golden {
  /** the row as it stands there */
  row: string;
  rules: StayRules;
  dateRules: Map<LocalDate, DateRule>;
  claims: Claim[];
  stay: Stay;
  /** the last column: why not, or what instead */
  said: string;
}

/** Noon of 1 March 2057 in Albany: five hours behind UTC. */
export const GOLDEN_NOW = new Date('2057-03-01T17:00:00Z');
const USUAL: StayRules = {
  timeZone: 'America/New_York',
  checkInFrom: '15:00',
  minNights: 1,
  maxNights: 365,
  preparationNights: 0,
  advanceNoticeHours: 0,
  bookingWindowDays: 365,
  checkInDays: WEEKDAYS,
  sellsShortGaps: false,
};
const NO_RULE: DateRule = { minNights: null, maxNights: null, closedToArrival: false, closedToDeparture: false };

/** The rows of all tables whose last column is `column`. @throws Error for a row that cannot be read */
export function goldenStays(column: 'answer' | 'nearest'): Golden[] {
  const document = readFileSync(new URL('../../../../docs/calendar.md', import.meta.url), 'utf8');
  const rows: Golden[] = [];
  let isExample = false;
  for (const line of document.split('\n')) {
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (cells.length === 0) isExample = false;
    else if (cells[0] === 'rules') isExample = cells.at(-1) === column;
    else if (isExample && !/^-+$/.test(cells[0] ?? '')) rows.push(goldenOf(cells));
  }
  return rows;
}

function goldenOf(cells: string[]): Golden {
  const [rules = '', dates = '', taken = '', stay = '', said = ''] = cells;
  return {
    row: cells.join(' | '),
    rules: { ...USUAL, ...Object.fromEntries(listed(rules).map(settingOf)) },
    dateRules: new Map(dates === '' ? [] : [dateRuleOf(dates)]),
    claims: listed(taken).map(claimOf),
    stay: stayOf(stay),
    said,
  };
}

function listed(cell: string): string[] {
  return cell === '' ? [] : cell.split(', ');
}

/** `minNights 3`, `sellsShortGaps`, `checkInDays friday,saturday`. */
function settingOf(text: string): [string, unknown] {
  const [name = '', value] = text.split(' ');
  if (!(name in USUAL) && !(name in NO_RULE)) throw new Error(`no rule: ${text}`);
  if (value === undefined) return [name, true];
  return [name, name === 'checkInDays' ? WEEKDAYS.filter((day) => value.split(',').includes(day)) : Number(value)];
}

/** `10: minNights 2, closedToArrival`. */
function dateRuleOf(text: string): [LocalDate, DateRule] {
  const [day = '', settings = ''] = text.split(': ');
  return [march(day), { ...NO_RULE, ...Object.fromEntries(listed(settings).map(settingOf)) }];
}

function claimOf(text: string): Claim {
  const [, kind = '', stay = ''] = /^(booking|block|imported) (.+)$/.exec(text) ?? [];
  if (kind !== 'booking' && kind !== 'block' && kind !== 'imported') throw new Error(`no claim: ${text}`);
  return { kind, stay: stayOf(stay) };
}

function stayOf(text: string): Stay {
  const [from = '', to = ''] = text.split(' → ');
  return { checkIn: march(from), checkOut: march(to) };
}

function march(day: string): LocalDate {
  if (!/^\d{1,2}$/.test(day)) throw new Error(`no day of March: ${day}`);
  return `2057-03-${day.padStart(2, '0')}`;
}

/** A date as the document writes it. */
export function dayOfMarch(date: LocalDate): string {
  return String(Number(date.slice(-2)));
}
