import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

export const NEEDS_IDEMPOTENCY_KEY = 'roost:needs-idempotency-key';
/** Tells the writer of the OpenAPI document; it is not in the document. */
export const NEEDS_IDEMPOTENCY_KEY_EXTENSION = 'x-needs-idempotency-key';

/**
 * The operation makes a booking or moves money – a payment, a refund, what is held and let go –, which must not happen
 * twice, so a client has to be ready to ask again: 400 `idempotency_key_required` without the header.
 */
export const NeedsIdempotencyKey = (): MethodDecorator =>
  applyDecorators(SetMetadata(NEEDS_IDEMPOTENCY_KEY, true), ApiExtension(NEEDS_IDEMPOTENCY_KEY_EXTENSION, true));
