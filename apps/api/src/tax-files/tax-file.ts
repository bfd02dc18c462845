import { isFileRule, type FileRule } from './file-rule.js';

/** The rules of a file of taxes, or what is wrong with it, `rules[2].amount must be …`. */
export interface TaxFile {
  rules: FileRule[];
  wrong: string[];
}

/**
 * Reads a file of taxes: JSON with `rules`, each a version of a rule. What else is in it – where they were looked up,
 * examples – is for people and tests.
 */
export function readTaxFile(text: string): TaxFile {
  const values = valuesIn(text);
  if (typeof values === 'string') return { rules: [], wrong: [values] };
  const read = values.map((value, index) => readRule(value, `rules[${index}]`));
  const rules = read.flatMap(({ rule }) => rule ?? []);
  const wrong = read.flatMap((one) => one.wrong);
  return { rules, wrong: wrong.length > 0 ? wrong : [...unknownTaxes(rules), ...overlaps(rules)] };
}

function valuesIn(text: string): unknown[] | string {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json !== 'object' || json === null || !('rules' in json) || !Array.isArray(json.rules)) {
      return 'has no list of rules';
    }
    return json.rules.length > 0 ? json.rules : 'has no rules';
  } catch (error) {
    return `is no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function readRule(value: unknown, at: string): { rule?: FileRule; wrong: string[] } {
  const wrong: string[] = [];
  return isFileRule(value, wrong) ? { rule: value, wrong } : { wrong: wrong.map((fault) => `${at}: ${fault}`) };
}

function unknownTaxes(rules: readonly FileRule[]): string[] {
  const codes = new Set(rules.filter(({ onTaxes }) => !onTaxes).map(({ code }) => code));
  return rules.flatMap(({ code, onTaxes = [] }) =>
    onTaxes.flatMap((name) =>
      codes.has(name) ? [] : [`${code} is on ${name}, which is no tax of this file, or is on taxes itself`],
    ),
  );
}

/** Versions of one rule that are in force on the same night. */
export function overlaps(rules: readonly FileRule[]): string[] {
  const byCode = Map.groupBy(rules, ({ code }) => code);
  return [...byCode].flatMap(([code, versions]) => {
    const sorted = versions.toSorted((one, other) => ((one.inForceFrom ?? '') < (other.inForceFrom ?? '') ? -1 : 1));
    return sorted.flatMap(({ inForceUntil }, index) => {
      const next = sorted[index + 1];
      const ends = next === undefined || (inForceUntil !== undefined && inForceUntil <= (next.inForceFrom ?? ''));
      return ends ? [] : [`${code} has versions that are in force on the same night`];
    });
  });
}
