import {
  buildClientSchema,
  getIntrospectionQuery,
  getNamedType,
  isObjectType,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import type { TestApp } from '#testing';

/** The schema that an application tells of. */
export async function schemaOf(app: TestApp): Promise<GraphQLSchema> {
  return buildClientSchema((await app.graphql<IntrospectionQuery>(getIntrospectionQuery())).data);
}

/** Every field of a type and of the types within it, but not those that lead to other things: `host`, `reviews`, …. */
export function everything(schema: GraphQLSchema, typeName: string, others: readonly string[] = []): string {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new Error(`${typeName} is no type of objects`);
  const fields = Object.values(type.getFields()).flatMap((field) => {
    if (others.includes(field.name) || field.args.length > 0) return [];
    const inner = getNamedType(field.type);
    return isObjectType(inner) ? [`${field.name} ${everything(schema, inner.name)}`] : [field.name];
  });
  return `{ ${fields.join(' ')} }`;
}

/** A value without the members that are null: REST leaves them out where GraphQL says null. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [[key, withoutNulls(inner)]])),
  );
}
