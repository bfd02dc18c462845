import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Unauthenticated } from '#http';
import { requestOf } from '../request-of.js';
import type { ApiScope } from '#contracts/partners/api-scopes.js';
import type { Principal } from '../principal.js';
import { SCOPE } from './scope.decorator.js';

/** On whose behalf something is done: a person, or a partner's organisation by one of its keys. */
export interface Actor extends Pick<Principal, 'id' | 'lookedAtBy'> {
  kind: 'user' | 'organisation';
}

/** Who makes the request, be it a person or a program. For operations with a `@Scope()`. */
export const CurrentActor = createParamDecorator((_data: unknown, context: ExecutionContext): Actor => {
  const actor = actorOf(context);
  if (!actor) throw new Unauthenticated('Send an access token, or an API key.');
  return actor;
});

/**
 * Who makes the request, or undefined: for `@Public()` operations that tell some more than others. A key that lacks the
 * operation's `@Scope()` is told what everyone is.
 */
export const OptionalActor = createParamDecorator((_data: unknown, context: ExecutionContext): Actor | undefined =>
  actorOf(context),
);

function actorOf(context: ExecutionContext): Actor | undefined {
  const { user, apiClient } = requestOf(context);
  if (user) return { kind: 'user', id: user.id, lookedAtBy: user.lookedAtBy };
  const scope = Reflect.getMetadata(SCOPE, context.getHandler()) as ApiScope | undefined;
  if (!apiClient || scope === undefined || !apiClient.scopes.includes(scope)) return undefined;
  return { kind: 'organisation', id: apiClient.organisationId };
}
