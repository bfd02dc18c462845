import { SetMetadata } from '@nestjs/common';

export const NOT_IDEMPOTENT = 'roost:not-idempotent';

/** The operation takes no Idempotency-Key: its answer holds secrets that are not stored, or it is idempotent by itself. */
export const NotIdempotent = (): MethodDecorator & ClassDecorator => SetMetadata(NOT_IDEMPOTENT, true);
