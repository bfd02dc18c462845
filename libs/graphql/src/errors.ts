import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { GraphQLError, type ExecutionResult } from 'graphql';
import { toDomainError, toProblem, unexpected, type DomainError } from '#http';

const logger = new Logger('GraphQL');

/** What Mercurius sends for a result with errors: each with the code and members that REST would give, none of our insides. */
export function formatErrors(execution: ExecutionResult): { statusCode: number; response: ExecutionResult } {
  const errors = (execution.errors ?? []).flatMap(documentErrors).map(formatError);
  if (execution.data) return { statusCode: 200, response: { data: execution.data, errors } };
  return { statusCode: execution.errors?.some(isDocumentError) ? 400 : 200, response: { data: null, errors } };
}

/** Mercurius wraps all that is wrong with a document into one error; a client wants them one by one. */
function documentErrors(error: GraphQLError): GraphQLError[] {
  const inner: unknown = error.originalError && 'errors' in error.originalError ? error.originalError.errors : undefined;
  if (!Array.isArray(inner)) return [error];
  return inner.map((item: unknown) => (item instanceof GraphQLError ? item : new GraphQLError(String(item))));
}

/** Whether the document was at fault – syntax, validation, limits – and nothing was executed. */
function isDocumentError(error: GraphQLError): boolean {
  return error.path === undefined;
}

function formatError(error: GraphQLError): GraphQLError {
  const cause = error.originalError ?? undefined;
  if (!cause || isDocumentError(error)) return shown(error, error.message, { code: 'graphql_invalid' });
  const refusal = toDomainError(cause) ?? logged(cause);
  const { status, code, title, ...members } = toProblem(refusal);
  return shown(error, refusal.message, { code, status, title, ...members });
}

function logged(error: Error): DomainError {
  const requestId = randomUUID();
  logger.error({ err: error, requestId }, 'unexpected error');
  return unexpected(requestId);
}

function shown(error: GraphQLError, message: string, extensions: Record<string, unknown>): GraphQLError {
  return new GraphQLError(message, { nodes: error.nodes, source: error.source, positions: error.positions, path: error.path, extensions });
}
