import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { TAGGED } from './tagged.decorator.js';
import { isNamedIn, tagOf } from './versions.js';

/** Gives answers that carry a `version`, or are `@Tagged()`, their ETag; and 304 to those who have just that already. */
@Injectable()
export class VersionInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const isTagged = this.reflector.get<boolean | undefined>(TAGGED, context.getHandler()) ?? false;
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(map((answer: unknown) => tagged(reply, answer, isTagged)));
  }
}

function tagged(reply: FastifyReply, answer: unknown, isTagged: boolean): unknown {
  const version = versionIn(answer);
  if (version === undefined && !isTagged) return answer;
  const tag = tagOf(answer, version);
  void reply.header('ETag', tag);
  const { method, headers } = reply.request;
  // RFC 9110, section 13.1.2: for HEAD as for GET.
  if (!['GET', 'HEAD'].includes(method) || !isNamedIn(headers['if-none-match'], tag)) return answer;
  void reply.status(304);
  return undefined;
}

function versionIn(answer: unknown): number | undefined {
  if (typeof answer !== 'object' || answer === null || !('version' in answer)) return undefined;
  return typeof answer.version === 'number' ? answer.version : undefined;
}
