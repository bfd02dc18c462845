import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';

export const PUBLIC = 'roost:public';

/**
 * Anyone may call it, signed in or not. An access token that does not count any more is ignored here: a client that
 * refreshes its token may well send the old one along.
 */
export function Public(): MethodDecorator & ClassDecorator {
  return applyDecorators(SetMetadata(PUBLIC, true), ApiSecurity({}));
}
