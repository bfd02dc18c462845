import type { OpenAPIObject } from '@nestjs/swagger';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type Node = Record<string, unknown>;

/**
 * Nest writes schemas in the dialect of OpenAPI 3.0; 3.1 is JSON Schema 2020-12, which has no `nullable`: null is one of
 * the types (OpenAPI 3.1.1, appendix on 3.0 differences).
 */
export function toOpenApi31(document: OpenAPIObject): OpenAPIObject {
  return rewrite(withoutSuffix(document)) as OpenAPIObject;
}

/** Classes are called `…Dto` among us; partners see the domain's words. */
function withoutSuffix(document: OpenAPIObject): OpenAPIObject {
  const named = JSON.stringify(document).replaceAll(/(#\/components\/schemas\/\w+?)Dto"/g, '$1"');
  const { components, ...rest } = JSON.parse(named) as OpenAPIObject;
  const schemas: Schemas = {};
  for (const [name, schema] of Object.entries(components?.schemas ?? {})) schemas[name.replace(/Dto$/, '')] = schema;
  return { ...rest, components: { ...components, schemas } };
}

function rewrite(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewrite);
  if (typeof value !== 'object' || value === null) return value;
  const node: Node = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rewrite(inner)]));
  return 'nullable' in node ? withNull(node) : node;
}

function withNull({ nullable, ...node }: Node): Node {
  if (nullable !== true) return node;
  if (typeof node.type === 'string') return { ...node, type: [node.type, 'null'], ...withNullInEnum(node) };
  const { description, ...schema } = node;
  return { ...(description !== undefined && { description }), anyOf: [schema, { type: 'null' }] };
}

function withNullInEnum({ enum: values }: Node): Node {
  return Array.isArray(values) ? { enum: [...(values as unknown[]), null] } : {};
}
