import type { ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OperationTypeNode, type GraphQLResolveInfo } from 'graphql';

/** The HTTP request behind a call of a controller or of a resolver. */
export function requestOf(context: ExecutionContext): FastifyRequest {
  return replyOf(context).request;
}

/** The answer to it, as far as it has been made. */
export function replyOf(context: ExecutionContext): FastifyReply {
  if (context.getType<GqlContextType>() === 'graphql') {
    return GqlExecutionContext.create(context).getContext<{ reply: FastifyReply }>().reply;
  }
  return context.switchToHttp().getResponse<FastifyReply>();
}

/** Whether a call only reads: by GET, or by a query of GraphQL. */
export function isRead(context: ExecutionContext): boolean {
  if (context.getType<GqlContextType>() === 'graphql') {
    const { operation } = GqlExecutionContext.create(context).getInfo<GraphQLResolveInfo>();
    return operation.operation === OperationTypeNode.QUERY;
  }
  return ['GET', 'HEAD'].includes(requestOf(context).method);
}
