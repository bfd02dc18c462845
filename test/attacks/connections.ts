import {
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import type { Caller } from '../e2e/access/matrix.js';
import type { Scene } from '../e2e/access/scene.js';

/** A list that is read in pages over GraphQL. */
export interface Connection {
  name: string;
  /** of `$first` and `$after`, and of the place or organisation `$id` where it is the list of one */
  document: string;
}

/** What is read of a page. */
export interface Found {
  found: { pageInfo: { endCursor: string | null } };
}

/** Every connection of Query, with all that it says of its nodes without looking further. */
export function connectionsOf(schema: GraphQLSchema): Connection[] {
  return Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap((field) => documentOf(field));
}

function documentOf({ name, args, type }: GraphQLField<unknown, unknown>): Connection[] {
  const connection = getNamedType(type);
  const node = isObjectType(connection) ? getNamedType(connection.getFields().nodes?.type) : undefined;
  const homes = args.filter(isRequiredArgument);
  const isOfAHome = homes.length <= 1 && homes.every((arg) => String(arg.type) === 'ID!');
  if (!args.some((arg) => arg.name === 'after') || !isObjectType(node) || !isOfAHome) return [];
  const leaves = Object.values(node.getFields()).filter(
    (leaf) => isLeafType(getNamedType(leaf.type)) && !leaf.args.some(isRequiredArgument),
  );
  const given = ['first: $first', 'after: $after', ...homes.map((arg) => `${arg.name}: $id`)].join(', ');
  const variables = `$first: Int!, $after: String${homes.length > 0 ? ', $id: ID!' : ''}`;
  const nodes = `nodes { ${leaves.map((leaf) => leaf.name).join(' ')} }`;
  return [{ name, document: `query (${variables}) { found: ${name}(${given}) { ${nodes} pageInfo { endCursor } } }` }];
}

/** Where the lists of these callers go on after their first entry, each with the list that it is of. */
export async function cursorsIn(
  scene: Scene,
  callers: readonly Caller[],
  connections: readonly Connection[],
  ids: readonly string[],
): Promise<{ connection: Connection; cursor: string }[]> {
  const stolen: { connection: Connection; cursor: string }[] = [];
  for (const caller of callers)
    for (const connection of connections)
      for (const id of connection.document.includes('$id') ? ids : ids.slice(0, 1)) {
        const variables = { first: 1, id };
        const { data } = await scene.app.graphql<Found | null>(connection.document, variables, scene.tokenOf(caller));
        const cursor = data?.found.pageInfo.endCursor;
        if (typeof cursor === 'string') stolen.push({ connection, cursor });
      }
  return stolen;
}
