import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

export const NOT_IDEMPOTENT = 'roost:not-idempotent';
/** Tells the writer of the OpenAPI document; it is not in the document. */
export const NOT_IDEMPOTENT_EXTENSION = 'x-not-idempotent';

/** The operation takes no Idempotency-Key: its answer holds secrets that are not stored, or it is idempotent by itself. */
export const NotIdempotent = (): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(NOT_IDEMPOTENT, true), ApiExtension(NOT_IDEMPOTENT_EXTENSION, true));
