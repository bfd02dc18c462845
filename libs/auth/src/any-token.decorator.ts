import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

export const ANY_TOKEN = 'roost:any-token';
/** Tells the writer of the OpenAPI document; it is not in the document. */
export const ANY_TOKEN_EXTENSION = 'x-any-token';

/**
 * An access token that does not count any more is no hindrance: a client that signs in, refreshes its token or signs out
 * may well send the old one along, and a probe its own. What is not `@Public()` still needs one that we have signed.
 */
export const AnyToken = (): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(ANY_TOKEN, true), ApiExtension(ANY_TOKEN_EXTENSION, true));
