import { isLocalDate, type LocalDate } from '#dates';
import { isCurrency } from '#money';

/** A version of a rule of tax as a file has it, and as its row is: amounts in minor units, percentages in basis points. */
export interface FileRule {
  readonly code: string;
  readonly name: string;
  readonly authority: string;
  readonly country: string;
  readonly region?: string;
  readonly city?: string;
  readonly kind: 'percent' | 'per_night' | 'per_person_night' | 'per_bedroom_night';
  readonly basisPoints?: number;
  readonly base?: readonly ('night' | 'discount' | 'cleaning' | 'extra_guest' | 'pet' | 'guest_service_fee')[];
  readonly onTaxes?: readonly string[];
  readonly amount?: number;
  readonly currency?: string;
  readonly inForceFrom?: LocalDate;
  readonly inForceUntil?: LocalDate;
  readonly firstNight?: number;
  readonly lastNight?: number;
  readonly exemptFromNights?: number;
  readonly exemptUnderAge?: number;
  readonly pricePer?: 'night' | 'person_night';
  readonly priceFrom?: number;
  readonly priceBelow?: number;
  readonly maxPerStay?: number;
  readonly maxPerPersonNight?: number;
  /** the law that it is by: for who reads the file */
  readonly source: string;
}

/** What a field has to be, in words, and whether a value is that. */
type Field = readonly [words: string, is: (value: unknown) => boolean];

const LARGEST_AMOUNT = 100_000_000_000;
const LONGEST_STAY_NIGHTS = 1125;

const text: Field = ['a text of 1 to 200 characters', (value) => isText(value) && value.length <= 200];
const date: Field = ['a date, YYYY-MM-DD', (value) => isText(value) && isLocalDate(value)];
const amount: Field = whole(0, LARGEST_AMOUNT);
const price: Field = whole(1, LARGEST_AMOUNT);

const FIELDS: Record<keyof FileRule, Field> = {
  code: ['small letters and digits with hyphens, at most 100', (value) => isText(value) && isCode(value)],
  name: text,
  authority: text,
  country: ['a country of ISO 3166-1, e.g. FR', (value) => isText(value) && /^[A-Z]{2}$/.test(value)],
  region: text,
  city: text,
  kind: oneOf('percent', 'per_night', 'per_person_night', 'per_bedroom_night'),
  basisPoints: ['a number from 0 to 50000 with at most three decimals', isBasisPoints],
  base: listOf('night', 'discount', 'cleaning', 'extra_guest', 'pet', 'guest_service_fee'),
  onTaxes: ['a list of 1 to 10 codes of the same file', isListOfCodes],
  amount,
  currency: ['a currency of ISO 4217, e.g. EUR', (value) => isText(value) && isCurrency(value)],
  inForceFrom: date,
  inForceUntil: date,
  firstNight: whole(1, LONGEST_STAY_NIGHTS),
  lastNight: whole(1, LONGEST_STAY_NIGHTS),
  exemptFromNights: whole(2, LONGEST_STAY_NIGHTS),
  exemptUnderAge: whole(1, 150),
  pricePer: oneOf('night', 'person_night'),
  priceFrom: price,
  priceBelow: price,
  maxPerStay: amount,
  maxPerPersonNight: amount,
  source: ['the law that it is by', (value) => isText(value)],
};
const NEEDED = new Set<string>(['code', 'name', 'authority', 'country', 'kind', 'source']);

/** Whether a value of JSON is a rule. Puts what is wrong with it, `basisPoints must be …`, into `wrong`. */
export function isFileRule(value: unknown, wrong: string[]): value is FileRule {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    wrong.push('must be an object');
    return false;
  }
  const rule = new Map<string, unknown>(Object.entries(value));
  const unknown = [...rule.keys()].filter((name) => !Object.hasOwn(FIELDS, name));
  const odd = Object.entries(FIELDS).filter(([name, [, is]]) =>
    rule.has(name) ? !is(rule.get(name)) : NEEDED.has(name),
  );
  const faults = [
    ...unknown.map((name) => `${name} is not known`),
    ...odd.map(([name, [words]]) => `${name} must be ${words}`),
  ];
  wrong.push(...(faults.length > 0 ? faults : togetherWrong(rule)));
  return wrong.length === 0;
}

/** What is wrong with fields that are right on their own. */
function togetherWrong(rule: ReadonlyMap<string, unknown>): string[] {
  const percent = rule.get('kind') === 'percent';
  const amounts = ['amount', 'maxPerStay', 'maxPerPersonNight', 'pricePer'].filter((name) => rule.has(name));
  const banded = rule.has('priceFrom') || rule.has('priceBelow');
  const faults: [boolean, string][] = [
    [percent && !(rule.has('basisPoints') && rule.has('base')), 'a percentage needs basisPoints and base'],
    [percent && rule.has('amount'), 'a percentage has no amount'],
    [!percent && !rule.has('amount'), 'amount is missing'],
    [!percent && ['basisPoints', 'base', 'onTaxes'].some((name) => rule.has(name)), 'only percentages have a base'],
    [amounts.length > 0 && !rule.has('currency'), `${amounts.join(', ')} need a currency`],
    [banded !== rule.has('pricePer'), 'pricePer belongs to priceFrom, priceBelow or both'],
    [!rises(rule, 'priceFrom', 'priceBelow'), 'priceFrom must be less than priceBelow'],
    [!rises(rule, 'inForceFrom', 'inForceUntil'), 'inForceFrom must be before inForceUntil'],
    [Number(rule.get('firstNight') ?? 1) > Number(rule.get('lastNight') ?? Infinity), 'lastNight is before firstNight'],
  ];
  return faults.flatMap(([isWrong, words]) => (isWrong ? [words] : []));
}

function rises(rule: ReadonlyMap<string, unknown>, low: string, high: string): boolean {
  const [from, below] = [rule.get(low), rule.get(high)];
  return typeof from === 'number' && typeof below === 'number'
    ? from < below
    : !isText(from) || !isText(below) || from < below;
}

function whole(least: number, most: number): Field {
  return [
    `a whole number from ${least} to ${most}`,
    (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
  ];
}

function oneOf(...names: string[]): Field {
  return [`one of ${names.join(', ')}`, (value) => isText(value) && names.includes(value)];
}

function listOf(...names: string[]): Field {
  return [
    `a list of ${names.join(', ')}`,
    (value) => Array.isArray(value) && value.every((name) => isText(name) && names.includes(name)),
  ];
}

function isBasisPoints(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 50_000 && Math.round(value * 1000) / 1000 === value;
}

function isListOfCodes(value: unknown): boolean {
  const isList = Array.isArray(value) && value.length >= 1 && value.length <= 10;
  return isList && value.every((code) => isText(code) && isCode(code));
}

function isCode(value: string): boolean {
  return value.length <= 100 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0;
}
