import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { versionsOf, type Versions } from './versions.js';

/** The versions that the client read and means to change. */
export const IfMatch = createParamDecorator((_data: unknown, context: ExecutionContext): Versions =>
  versionsOf(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
);

/** Documents that an operation needs If-Match. */
export function NeedsIfMatch(): MethodDecorator {
  const description = 'ETag of the version you change; several of them, or `*` for whichever there is';
  return applyDecorators(ApiHeader({ name: 'If-Match', required: true, description, example: '"3.q0gZ1xTbUu4a"' }));
}
