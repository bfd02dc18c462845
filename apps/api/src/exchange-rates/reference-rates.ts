import { isLocalDate, type LocalDate } from '#dates';

/** Units of a currency for one euro on a day. */
export interface ReferenceRate {
  date: LocalDate;
  currency: string;
  /** a plain decimal number */
  perEuro: string;
}

/** What a file of reference rates says. */
export interface ReferenceRates {
  rates: ReferenceRate[];
  /** what is wrong with it, `line 7: …`, the header being line 1 */
  wrong: string[];
}

/** Nine digits before the point and ten behind it: more than any currency has needed. */
const RATE = /^\d{1,9}(\.\d{1,10})?$/;
const CURRENCY = /^[A-Z]{3}$/;
const NONE = new Set(['', 'N/A']);

/**
 * Reads the European Central Bank's history of reference rates, `eurofxref-hist.csv`: a header `Date,USD,JPY,…,` and a line
 * a day, `2026-04-13,1.1684,186.75,…,`, with `N/A` where a currency has no rate.
 */
export function readReferenceRates(text: string): ReferenceRates {
  const [header = '', ...lines] = text
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split(/\r?\n/);
  const [first, ...currencies] = fieldsOf(header);
  if (first !== 'Date' || currencies.length === 0 || !currencies.every((code) => CURRENCY.test(code))) {
    return { rates: [], wrong: ['line 1: is not the header of reference rates, "Date,USD,…"'] };
  }
  if (new Set(currencies).size < currencies.length) return { rates: [], wrong: ['line 1: names a currency twice'] };
  const seen = new Set<LocalDate>();
  const read = lines.map((line, index) => {
    const day = ratesOfDay(line, currencies, seen);
    return typeof day === 'string' ? { rates: [], wrong: [`line ${index + 2}: ${day}`] } : { rates: day, wrong: [] };
  });
  return { rates: read.flatMap(({ rates }) => rates), wrong: read.flatMap(({ wrong }) => wrong) };
}

/** The rates of a line, or what is wrong with it. */
function ratesOfDay(line: string, currencies: readonly string[], seen: Set<LocalDate>): ReferenceRate[] | string {
  const [date = '', ...values] = fieldsOf(line);
  if (!isLocalDate(date)) return `${shown(date)} is no date`;
  if (seen.has(date)) return `${date} is there a second time`;
  seen.add(date);
  if (values.length !== currencies.length) return `has ${values.length} rates, and the header ${currencies.length}`;
  const odd = values.findIndex((value) => !NONE.has(value) && !(RATE.test(value) && Number(value) > 0));
  if (odd >= 0) return `${shown(values[odd] ?? '')} is no rate of ${currencies[odd] ?? ''}`;
  return currencies.flatMap((currency, index) => {
    const perEuro = values[index] ?? '';
    return NONE.has(perEuro) ? [] : [{ date, currency, perEuro }];
  });
}

/** The lines of the file end with a comma, behind which there is nothing. */
function fieldsOf(line: string): string[] {
  return line
    .replace(/,\s*$/, '')
    .split(',')
    .map((field) => field.trim());
}

function shown(field: string): string {
  return JSON.stringify(field.slice(0, 40));
}
