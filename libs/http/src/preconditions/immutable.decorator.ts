import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

export const IMMUTABLE = 'roost:immutable';
/** Tells the writer of the OpenAPI document; it is not in the document. */
export const IMMUTABLE_EXTENSION = 'x-immutable';

/** What is answered never changes: it has an ETag without having versions. */
export const Immutable = (): MethodDecorator =>
  applyDecorators(SetMetadata(IMMUTABLE, true), ApiExtension(IMMUTABLE_EXTENSION, true));
