import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

export const TAGGED = 'roost:tagged';
/** Tells the writer of the OpenAPI document; it is not in the document. */
export const TAGGED_EXTENSION = 'x-tagged';

/** What is answered has an ETag without having versions: that of what is told, which changes when that does. */
export const Tagged = (): MethodDecorator =>
  applyDecorators(SetMetadata(TAGGED, true), ApiExtension(TAGGED_EXTENSION, true));
