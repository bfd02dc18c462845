import { applyDecorators } from '@nestjs/common';
import { ApiResponse, getSchemaPath, ApiExtraModels } from '@nestjs/swagger';
import { ProblemDto } from '#contracts/problem.dto.js';
import { problemType } from './problem.js';
import type { ErrorKind } from './domain-error.js';

interface ProblemResponse {
  description: string;
  content: Record<string, { schema: { $ref: string }; examples: Record<string, { value: ProblemDto }> }>;
}

/** Documents which refusals an operation may answer with, one OpenAPI response a status, one example a code. */
export function Problems(...errors: { readonly kind: ErrorKind }[]): MethodDecorator & ClassDecorator {
  const byStatus = Map.groupBy(
    errors.map(({ kind }) => kind),
    ({ status }) => status,
  );
  return applyDecorators(ApiExtraModels(ProblemDto), ...[...byStatus].map(([status, kinds]) => answer(status, kinds)));
}

function answer(status: number, kinds: ErrorKind[]): MethodDecorator & ClassDecorator {
  return ApiResponse({ status, ...problemResponse(kinds) });
}

/** How OpenAPI describes an answer that is one of these refusals: one example a code. */
export function problemResponse(kinds: ErrorKind[]): ProblemResponse {
  return {
    description: kinds.map(({ code, title }) => `\`${code}\`: ${title}.`).join(' '),
    content: {
      'application/problem+json': {
        schema: { $ref: getSchemaPath(ProblemDto) },
        examples: Object.fromEntries(kinds.map((kind) => [kind.code, { value: example(kind) }])),
      },
    },
  };
}

function example({
  code,
  status,
  title,
  example: { detail, errors, data } = { detail: `${title}.` },
}: ErrorKind): ProblemDto {
  return { type: problemType(code), title, status, detail, code, ...(errors && { errors }), ...data };
}
