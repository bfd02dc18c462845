import type { OpenAPIObject } from '@nestjs/swagger';
import { addDays, nightsBetween, type LocalDate } from '#dates';
import { mapOperations, type Operation } from './operations.js';

type Parameter = NonNullable<Operation['parameters']>[number];

/** Optional parameters that Swagger UI fills in: a search that finds something in the demonstration city. */
const FILLED_IN = new Map([['searchProperties', ['place', 'guests']]]);
/** The day that the dates of the examples were written for. */
const WRITTEN_ON: LocalDate = '2026-11-21';
const A_DATE = /\b20\d{2}-[01]\d-[0-3]\d(?=\b|T)/g;

/**
 * Swagger UI fills in every `example`, also those of parameters that exclude each other; `examples`, as JSON Schema has
 * them, it leaves alone. So only what has to be given, or works together, keeps the former.
 */
export function withFewPrefilled(document: OpenAPIObject): OpenAPIObject {
  return mapOperations(document, (operation) => {
    const kept = FILLED_IN.get(operation.operationId ?? '') ?? [];
    const parameters = operation.parameters?.map((parameter) =>
      'name' in parameter && isFilledIn(parameter, kept) ? parameter : withExamplesOnly(parameter),
    );
    return { ...operation, ...(parameters && { parameters }) };
  });
}

/** A key is made up for one request: a second one with it would be taken for the first. */
function isFilledIn({ name, required = false }: { name: string; required?: boolean }, kept: string[]): boolean {
  return name !== 'Idempotency-Key' && (required || kept.includes(name));
}

function withExamplesOnly(parameter: Parameter): Parameter {
  if (!('schema' in parameter) || !parameter.schema || !('example' in parameter.schema)) return parameter;
  const { example, ...schema } = parameter.schema as Record<string, unknown>;
  return { ...parameter, schema: { ...schema, examples: [example] } };
}

/** The document with the dates of its examples as far ahead of `today` as they were when they were written. */
export function withDatesAhead(document: OpenAPIObject, today: LocalDate): OpenAPIObject {
  const days = Math.max(0, nightsBetween(WRITTEN_ON, today));
  const text = JSON.stringify(document).replaceAll(A_DATE, (date) => addDays(date, days));
  return JSON.parse(text) as OpenAPIObject;
}
