import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import { Unauthenticated } from '#http';
import type { Principal } from './principal.js';
import { requestOf } from './request-of.js';

/** Who makes the request. */
export const CurrentUser = createParamDecorator((_data: unknown, context: ExecutionContext): Principal => {
  const { user } = requestOf(context);
  if (!user) throw new Unauthenticated('Send an access token.');
  return user;
});

/** Who made the request's token, though its time may be over: whoever signs out has not always used it of late. */
export const LeavingUser = createParamDecorator((_data: unknown, context: ExecutionContext): Principal => {
  const { user, refusedToken } = requestOf(context);
  const leaving = user ?? refusedToken?.expiredUser;
  if (!leaving) throw new Unauthenticated('Send an access token.');
  return leaving;
});

/** Who makes the request, or undefined: for `@Public()` operations that tell the owner more than others. */
export const OptionalUser = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Principal | undefined => requestOf(context).user,
  [documentToken],
);

/** In the OpenAPI document such an operation takes a token, besides none. */
function documentToken(controller: object, method: string | symbol | undefined): void {
  const descriptor = method && Object.getOwnPropertyDescriptor(controller, method);
  if (descriptor) ApiSecurity('accessToken')(controller, method, descriptor);
}
