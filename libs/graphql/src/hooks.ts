import { GraphQLError, Kind, type DocumentNode } from 'graphql';
import type { AppConfig } from '#config';
import { assertFewNodes, nodesAskedFor } from './nodes.js';

/** What is judged of each request, though Mercurius remembers documents that it has seen. */
export function limitHooks(limits: AppConfig['graphql']) {
  return {
    preParsing: (_schema: unknown, source: string): void => {
      assertShort(source, limits.maxCharacters);
      assertGraphql(source);
    },
    preExecution: (
      _schema: unknown,
      document: DocumentNode,
      _context: unknown,
      variables: Record<string, unknown> | null | undefined,
    ): { document?: DocumentNode } => {
      assertFewNodes(nodesAskedFor(document, variables ?? {}), limits.maxNodes);
      return hasSeveralOperations(document) ? { document } : {};
    },
  };
}

/**
 * Mercurius compiles a document for the operation that was named first, and then runs that one whatever is named. What a
 * hook hands back is not compiled.
 */
function hasSeveralOperations({ definitions }: DocumentNode): boolean {
  return definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length > 1;
}

function assertShort(source: string, most: number): void {
  if (source.length > most) {
    throw new GraphQLError(`The document has ${source.length} characters; at most ${most} are taken.`);
  }
}

/** Mercurius would take a syntax tree as JSON for a document, past the limit of tokens and whatever its shape. */
function assertGraphql(source: string): void {
  if (isJson(source)) throw new GraphQLError('The document is JSON; send the text of a GraphQL document.');
}

function isJson(source: string): boolean {
  try {
    JSON.parse(source);
    return true;
  } catch {
    return false;
  }
}
