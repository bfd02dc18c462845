import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { GraphQLError, type ExecutionResult } from 'graphql';
import { messageOf } from '#database';
import { retryAfterOf, tellRefusal, toDomainError, toProblem, unexpected, type DomainError } from '#http';

const logger = new Logger('GraphQL');
const SUGGESTION = / Did you mean .*\?$/s;

/** What a client gets, and its HTTP status. */
interface Formatted {
  statusCode: number;
  response: ExecutionResult;
}

/**
 * What Mercurius sends for a result with errors: each with the code and members that REST would give, none of our insides.
 * @param suggest whether a misspelt name is answered with names of the schema that are like it
 */
export function errorFormatter(suggest: boolean): (execution: ExecutionResult, context: unknown) => Formatted {
  return (execution, context) => {
    const { reply } = Object(context) as { reply?: FastifyReply };
    const errors = (execution.errors ?? []).flatMap(documentErrors).map((error) => formatted(error, suggest, reply));
    sayWhenToComeBack(errors, reply);
    if (execution.data) return { statusCode: 200, response: { data: execution.data, errors } };
    // Nothing was executed when not even one field is to blame: then the answer has no data (GraphQL, section 7.1.2).
    const refused = errors.find((error) => error.path === undefined);
    if (!refused) return { statusCode: 200, response: { data: null, errors } };
    const { status } = refused.extensions;
    return { statusCode: typeof status === 'number' ? status : 400, response: { errors } };
  };
}

/** Mercurius wraps all that is wrong with a document into one error; a client wants them one by one. */
function documentErrors(error: GraphQLError): GraphQLError[] {
  const inner: unknown =
    error.originalError && 'errors' in error.originalError ? error.originalError.errors : undefined;
  if (!Array.isArray(inner)) return [error];
  return inner.map((item: unknown) => (item instanceof GraphQLError ? item : new GraphQLError(messageOf(item))));
}

/** Without a path and a cause it is the document that is at fault: its syntax, its fields, its variables, its size. */
function formatted(error: GraphQLError, suggest: boolean, reply?: FastifyReply): GraphQLError {
  const cause = error.originalError;
  if (error.path === undefined && (!cause || cause instanceof GraphQLError)) {
    const message = suggest ? error.message : error.message.replace(SUGGESTION, '');
    return shown(error, message, { code: 'graphql_invalid', status: 400 });
  }
  const refusal = toDomainError(cause) ?? logged(cause ?? error);
  tellRefusal(logger, refusal, reply?.request);
  const { status, code, title, ...members } = toProblem(refusal);
  const retryAfter = retryAfterOf(refusal);
  return shown(error, refusal.message, {
    code,
    status,
    title,
    ...members,
    ...(retryAfter !== undefined && { retryAfter }),
  });
}

/** As REST does by Retry-After: the longest time of all, since one request asks again for everything. */
function sayWhenToComeBack(errors: GraphQLError[], reply?: FastifyReply): void {
  const times = errors.map(({ extensions }) => extensions.retryAfter).filter((time) => typeof time === 'number');
  if (times.length > 0) void reply?.header('Retry-After', String(Math.max(...times)));
}

function logged(error: Error): DomainError {
  const requestId = randomUUID();
  logger.error({ err: error, requestId }, 'unexpected error');
  return unexpected(requestId);
}

function shown(error: GraphQLError, message: string, extensions: Record<string, unknown>): GraphQLError {
  const { nodes, source, positions, path } = error;
  return new GraphQLError(message, { nodes, source, positions, path, extensions });
}
