import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

export const NOT_IDEMPOTENT = 'roost:not-idempotent';
/** Tells the writer of the OpenAPI document why; it is not in the document as it is. */
export const NOT_IDEMPOTENT_EXTENSION = 'x-not-idempotent';

/**
 * The operation takes no Idempotency-Key.
 * @param why a sentence for clients: its answer holds secrets that are not stored, or it is idempotent by itself
 */
export const NotIdempotent = (why: string): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(NOT_IDEMPOTENT, true), ApiExtension(NOT_IDEMPOTENT_EXTENSION, why));
