import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { OperationTypeNode, type GraphQLResolveInfo } from 'graphql';
import type { Observable } from 'rxjs';
import type { GraphqlContext } from './loaders.js';

/** Each field of a mutation reads anew: what was loaded for the answer to the one before it may have changed since. */
@Injectable()
export class FreshLoaders implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType<string>() === 'graphql') {
      const { operation, path } = context.getArgByIndex<GraphQLResolveInfo>(3);
      const isOwnField = operation.operation === OperationTypeNode.MUTATION && path.prev === undefined;
      if (isOwnField) context.getArgByIndex<GraphqlContext>(2).loaders?.clear();
    }
    return next.handle();
  }
}
