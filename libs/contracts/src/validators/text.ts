import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import type { ValidationOptions } from 'class-validator';
import { fieldRule } from './field-rule.js';

/** Takes the white space off both ends of text before its rules are checked. */
export function Trimmed(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));
}

const LINE_BREAKS_AND_TABS = /[\t\n\r]/g;
const CONTROL_CHARACTERS = /\p{Cc}/u;
/** Neither white space nor what is not shown: what joins, parts or turns characters (U+200B), fillers (U+3164), blanks. */
const VISIBLE = /[^\s\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * Turns, parts or hides what others read after it; but for what joins letters and emoji (U+200C, U+200D). And letters that
 * are not shown, though no script is written with them any more (Unicode, sections 16.4 and 18.6).
 */
const DECEIVING = /(?![\u200c\u200d])\p{Cf}|[\u17b4\u17b5\u3164\uffa0]/u;
/** Flags of parts of countries are spelled in such characters (UTS #51, annex C). */
const FLAGS = /\u{1f3f4}[\u{e0020}-\u{e007e}]+\u{e007f}/gu;

function hasOnlyText(value: string): boolean {
  return value.isWellFormed() && !CONTROL_CHARACTERS.test(value.replace(LINE_BREAKS_AND_TABS, ''));
}

/** Length as PostgreSQL counts it: code points, not UTF-16 units. */
function codePoints(value: string): number {
  return Array.from(value).length;
}

const ifText = (holds: (value: string) => boolean) => (value: unknown) => typeof value !== 'string' || holds(value);

/**
 * Text that a person wrote, of `min` to `max` characters (the minimum without white space around it), well-formed
 * Unicode without control characters; tabs and line breaks are text. Codes: `string`, `characters`, `min_length`,
 * `max_length`.
 */
export function IsText(min: number, max: number, options?: ValidationOptions): PropertyDecorator {
  const tooLong = (value: string) => value.length > max && (value.length > 2 * max || codePoints(value) > max);
  return applyDecorators(
    fieldRule({ code: 'string', message: 'must be a string', holds: (value) => typeof value === 'string' }, options),
    fieldRule(
      { code: 'characters', message: 'must not contain control characters', holds: ifText(hasOnlyText) },
      options,
    ),
    fieldRule(
      {
        code: 'min_length',
        message: `must have at least ${min} characters`,
        holds: ifText((value) => codePoints(value.trim()) >= min && (min === 0 || VISIBLE.test(value))),
      },
      options,
    ),
    fieldRule(
      { code: 'max_length', message: `must have at most ${max} characters`, holds: ifText((value) => !tooLong(value)) },
      options,
    ),
    options?.each ? () => undefined : ApiProperty({ minLength: min, maxLength: max }),
  );
}

/**
 * `IsText` on one line, for names and titles, without characters that make others read something else than there is (bidi
 * controls, soft hyphens, zero-width spaces). Two more codes: `one_line`, `deceiving`.
 */
export function IsLine(min: number, max: number, options?: ValidationOptions): PropertyDecorator {
  const oneLine = ifText((value) => !/[\n\r\u2028\u2029]/.test(value));
  const honest = ifText((value) => !DECEIVING.test(value.replace(FLAGS, '')));
  return applyDecorators(
    IsText(min, max, options),
    fieldRule({ code: 'one_line', message: 'must be one line', holds: oneLine }, options),
    fieldRule(
      { code: 'deceiving', message: 'must not contain characters that turn, part or hide others', holds: honest },
      options,
    ),
  );
}
