import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { PreconditionFailed, PreconditionRequired } from '../problems/common-errors.js';

const VERSION_TAG = /^(?:W\/)?"(\d{1,9})"$/;

/** The version in an If-Match header; 428 without one, 412 for one that was never ours (RFC 9110, section 13.1.1). */
export function versionOf(header: string | undefined): number {
  if (header === undefined) throw new PreconditionRequired('Send If-Match with the ETag of the version you change.');
  const version = VERSION_TAG.exec(header.trim())?.[1];
  if (version === undefined) throw new PreconditionFailed('If-Match is not an ETag of this resource.');
  return Number(version);
}

/** The version that the client read and means to change. */
export const IfMatch = createParamDecorator((_data: unknown, context: ExecutionContext): number =>
  versionOf(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
);

/** Documents that an operation needs If-Match. */
export function NeedsIfMatch(): MethodDecorator {
  return applyDecorators(
    ApiHeader({ name: 'If-Match', required: true, description: 'ETag of the version you change', example: '"3"' }),
  );
}
