import type { OpenAPIObject } from '@nestjs/swagger';
import { mapOperations, type Operation } from './operations.js';

interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  example?: unknown;
  enum?: unknown[];
  minimum?: number;
  allOf?: Schema[];
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
}

type Named = Record<string, Schema>;
type Content = Record<string, { schema?: Schema; example?: unknown; examples?: unknown }>;

const BY_FORMAT: Record<string, unknown> = {
  uuid: '0193a0b2-7c3e-7d10-9f57-2b1f3c5d7e90',
  date: '2027-03-01',
  'date-time': '2026-11-21T09:30:00.000Z',
};

/** Each body, of requests and of answers, with an example, made of those of its fields. */
export function withExamples(document: OpenAPIObject): OpenAPIObject {
  const named = (document.components?.schemas ?? {}) as Named;
  return mapOperations(document, (operation) => ({
    ...operation,
    ...(operation.requestBody && { requestBody: withExample(operation.requestBody, named) }),
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, response]) => [status, withExample(response ?? {}, named)]),
    ) as Operation['responses'],
  }));
}

function withExample<Body extends object>(body: Body, named: Named): Body {
  if (!('content' in body)) return body;
  const content = Object.entries(body.content as Content).map(([type, { schema = {}, ...rest }]) => {
    const has = 'example' in rest || 'examples' in rest;
    return [type, { schema, ...rest, ...(!has && { example: exampleOf(schema, named) }) }];
  });
  return { ...body, content: Object.fromEntries(content) as Content };
}

/** A value that a schema describes. */
function exampleOf(schema: Schema, named: Named): unknown {
  if (schema.example !== undefined) return schema.example;
  const [inner] = schema.allOf ?? schema.anyOf ?? [];
  if (inner) return exampleOf(inner, named);
  if (schema.$ref !== undefined) return exampleOf(named[schema.$ref.split('/').at(-1) ?? ''] ?? {}, named);
  if (schema.enum) return schema.enum[0];
  if (schema.properties) return exampleOfObject(schema.properties, named);
  if (schema.items) return [exampleOf(schema.items, named)];
  return exampleOfValue(schema);
}

function exampleOfObject(properties: Named, named: Named): object {
  return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, exampleOf(property, named)]));
}

function exampleOfValue({ type, format, minimum }: Schema): unknown {
  if (format !== undefined && format in BY_FORMAT) return BY_FORMAT[format];
  const types = [type].flat();
  if (types.includes('boolean')) return true;
  if (types.includes('integer') || types.includes('number')) return minimum ?? 1;
  return 'text';
}
