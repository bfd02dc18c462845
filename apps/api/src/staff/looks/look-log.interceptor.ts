import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import type { GraphQLResolveInfo } from 'graphql';
import type { Observable } from 'rxjs';
import { LooksService } from './looks.service.js';

const LONGEST = 2000;

/** Logs what somebody of support reads of an account, before it is read: nothing is answered that is not in the log. */
@Injectable()
export class LookLogInterceptor implements NestInterceptor {
  constructor(private readonly looks: LooksService) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const { request, what } = readOf(context);
    const lookId = request.user?.lookedAtBy?.lookId;
    if (lookId !== undefined && what !== undefined) await this.looks.log(lookId, what.slice(0, LONGEST));
    return next.handle();
  }
}

/** Of a GraphQL query its fields at the top are logged, with their arguments; what hangs on them is theirs. */
function readOf(context: ExecutionContext): { request: FastifyRequest; what: string | undefined } {
  if (context.getType<GqlContextType>() !== 'graphql') {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    return { request, what: `${request.method} ${request.url}` };
  }
  const graphql = GqlExecutionContext.create(context);
  const { fieldName, parentType } = graphql.getInfo<GraphQLResolveInfo>();
  const { request } = graphql.getContext<{ reply: { request: FastifyRequest } }>().reply;
  const what = parentType.name === 'Query' ? `${fieldName} ${JSON.stringify(graphql.getArgs())}` : undefined;
  return { request, what };
}
