import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isNonNullType,
  isObjectType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

const DEEPEST = 5;

/** Everything that can be asked of a field of Query, to some depth, in a document that asks for less of it. */
export function askedInFull(schema: GraphQLSchema, document: string): string {
  const [asked = '', , field = ''] = /^(query[^{]*)?\{\s*(\w+)(\([^)]*\))?/.exec(document) ?? [];
  const type = getNamedType(schema.getQueryType()?.getFields()[field]?.type);
  if (!type) throw new Error(`there is no field ${field}`);
  return `${asked} ${selection(schema, type, [])} }`;
}

function selection(schema: GraphQLSchema, type: GraphQLNamedType, above: readonly string[]): string {
  if (!isCompositeType(type)) return '';
  const kinds = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  // Two types of a union may have a field of one name and of different types: each gets a name of its own.
  const parts = kinds.filter(isObjectType).map((kind) => `... on ${kind.name} { ${fields(schema, kind, above)} }`);
  return `{ __typename ${isObjectType(type) ? fields(schema, type, above) : parts.join(' ')} }`;
}

function fields(schema: GraphQLSchema, type: GraphQLObjectType, above: readonly string[]): string {
  const here = [...above, type.name];
  return Object.values(type.getFields())
    .flatMap(({ name, args, type: kind }) => {
      const inner = getNamedType(kind);
      const needsMore = args.some((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined);
      if (needsMore || here.includes(inner.name) || (isCompositeType(inner) && here.length >= DEEPEST)) return [];
      return [`${type.name}_${name}: ${name} ${selection(schema, inner, here)}`];
    })
    .join(' ');
}
