import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray } from 'class-validator';
import { fieldRule } from './field-rule.js';

/** Longer ones have extensions that say nothing of a language (RFC 5646, section 4.4.1). */
const LONGEST = 35;
const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** A language in its one spelling, `pt-BR` for `PT-br`; undefined for what is none by BCP 47, or is not known to Intl. */
export function languageOf(text: string): string | undefined {
  if (text.length > LONGEST) return undefined;
  try {
    const { language, baseName } = new Intl.Locale(text);
    return language === 'und' || names.of(language) === undefined ? undefined : baseName;
  } catch {
    return undefined;
  }
}

/**
 * A list of at most `max` languages by their BCP 47 codes, each once, read in their one spelling. Codes: `is_array`,
 * `array_max_size`, `array_unique`, `language`.
 */
export function AreLanguages(max: number): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(spelled) : value)),
    IsArray(),
    ArrayMaxSize(max),
    ArrayUnique(),
    fieldRule(
      {
        code: 'language',
        message: 'must be the BCP 47 code of a language, e.g. pt-BR',
        holds: (value) => typeof value === 'string' && languageOf(value) !== undefined,
      },
      { each: true },
    ),
    ApiProperty({ maxItems: max, uniqueItems: true }),
  );
}

function spelled(value: unknown): unknown {
  return typeof value === 'string' ? (languageOf(value) ?? value) : value;
}
