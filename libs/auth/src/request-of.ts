import type { ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import type { FastifyReply, FastifyRequest } from 'fastify';

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
