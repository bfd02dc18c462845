import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { getNamedType, isInputObjectType, type GraphQLArgument, type GraphQLResolveInfo } from 'graphql';
import { catchError, throwError, type Observable } from 'rxjs';
import { DomainError, InvalidInput, type FieldError } from '#http';

/**
 * Has refusals point at a field's arguments. Services say which field of a body is wrong, or that a cursor is: over GraphQL
 * the body is the argument `input`, and the cursor is `after`.
 */
@Injectable()
export class ArgumentPointers implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType<string>() !== 'graphql') return next.handle();
    const { parentType, fieldName } = context.getArgByIndex<GraphQLResolveInfo>(3);
    const { args = [] } = parentType.getFields()[fieldName] ?? {};
    return next.handle().pipe(catchError((error: unknown) => throwError(() => pointingAt(args, error))));
  }
}

function pointingAt(args: readonly GraphQLArgument[], error: unknown): unknown {
  if (!(error instanceof DomainError) || !error.details.errors) return error;
  const { errors } = error.details;
  const moved = errors.map((each) => ({ ...each, pointer: pointerAmong(args, each) }));
  if (moved.every(({ pointer }, index) => pointer === errors[index]?.pointer)) return error;
  // Its sentence names the pointers too.
  if (error instanceof InvalidInput) return new InvalidInput(moved);
  return new DomainError(error.kind, error.message, { ...error.details, errors: moved });
}

function pointerAmong(args: readonly GraphQLArgument[], { pointer }: FieldError): string {
  const [, name = ''] = pointer.split('/');
  const has = (argument: string) => args.some((each) => each.name === argument);
  if (has(name)) return pointer;
  if (name === 'cursor' && has('after')) return '/after';
  const input = getNamedType(args.find((each) => each.name === 'input')?.type);
  return isInputObjectType(input) && Object.hasOwn(input.getFields(), name) ? `/input${pointer}` : pointer;
}
