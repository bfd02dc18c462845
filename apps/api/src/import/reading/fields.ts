/** The separate fields of a listing, as Inside Airbnb writes them. Each gives undefined for what cannot be read. */

const ID = /^\d{1,20}$/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
const TRUE = new Set(['t', 'true', '1']);
const FALSE = new Set(['f', 'false', '0']);

/** The number by which a file names something, as text: up to 20 digits; undefined for anything else. */
export function idOf(text: string): string | undefined {
  const trimmed = text.trim();
  return ID.test(trimmed) ? trimmed : undefined;
}

/** `42.65` → 42.65; undefined for nothing, and for anything but plain digits (`1e5`, `N/A`). */
export function decimalOf(text: string): number | undefined {
  const trimmed = text.trim();
  return NUMBER.test(trimmed) ? Number(trimmed) : undefined;
}

/** `2` and `2.0` → 2; `1,125` → 1125; undefined for fractions and for what is no number. */
export function wholeOf(text: string): number | undefined {
  const value = decimalOf(/^\d{1,3}(?:,\d{3})+$/.test(text.trim()) ? text.replaceAll(',', '') : text);
  return value !== undefined && Number.isInteger(value) ? value : undefined;
}

/** `t` and `f`, as PostgreSQL exports them; also `true`, `false`, `1`, `0`. */
export function booleanOf(text: string): boolean | undefined {
  const value = text.trim().toLowerCase();
  if (TRUE.has(value)) return true;
  return FALSE.has(value) ? false : undefined;
}

/** `["Wifi", "Kitchen"]`, or `{Wifi,"Hot water"}` as snapshots before 2021 have it; undefined when it is neither. */
export function namesOf(text: string): string[] | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  if (trimmed.startsWith('{') && trimmed.endsWith('}')) {
    return [...trimmed.slice(1, -1).matchAll(/"([^"]*)"|([^,"]+)/g)].map((match) =>
      (match[1] ?? match[2] ?? '').trim(),
    );
  }
  try {
    const value: unknown = JSON.parse(trimmed);
    return Array.isArray(value) && value.every((name) => typeof name === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}

/** `1.5 shared baths` → 1.5, `Half-bath` → 0.5; rounded to a half. */
export function bathroomsOf(text: string): number | undefined {
  const number = /\d+(?:\.\d+)?/.exec(text)?.[0];
  if (number !== undefined) return Math.round(Number(number) * 2) / 2;
  return /half.?bath/i.test(text) ? 0.5 : undefined;
}

const BREAK = /<br\s*\/?>/gi;
const TAG = /<\/?(?:b|i|p|u|em|strong|ul|li|a)(?:\s[^<>]*)?>/gi;
// These are what PostgreSQL (NUL) and screens cannot show
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
};

/** Text of many lines, without the markup and the control characters that came with it. */
export function textOf(raw: string): string {
  if (!/[<&\r\u0000-\u001f\u007f]/.test(raw)) return raw.trim();
  return raw
    .replace(BREAK, '\n')
    .replace(TAG, '')
    .replace(/&(?:amp|lt|gt|quot|#39|nbsp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/\r\n?/g, '\n')
    .replace(CONTROL, '')
    .trim();
}

/** Text of one line: a title, a name. */
export function lineOf(raw: string): string {
  return textOf(raw).replace(/\s+/g, ' ');
}

/** The first `limit` characters as PostgreSQL counts them: code points, so that no emoji is cut in two. */
export function cut(text: string, limit: number): string {
  return text.length <= limit
    ? text
    : Array.from(text.slice(0, 2 * limit))
        .slice(0, limit)
        .join('')
        .trimEnd();
}

/** The same text by itself: a slice keeps all that it was cut from, a whole record, for as long as it is kept. */
export function copyOf(slice: string): string {
  return Buffer.from(slice).toString();
}
