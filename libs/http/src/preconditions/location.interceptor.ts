import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { tap, type Observable } from 'rxjs';
import { CREATED_AT, type CreatedAt } from './created.decorator.js';

/** Sends the Location of what was created; where nothing was, or only later is, there is none. */
@Injectable()
export class LocationInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const at = this.reflector.get<CreatedAt | undefined>(CREATED_AT, context.getHandler());
    if (at === undefined || context.getType() !== 'http') return next.handle();
    return next.handle().pipe(
      tap((answer: { id: string } | undefined) => {
        if (answer === undefined) return;
        const location = 'path' in at ? at.path : `${at.under}/${answer.id}`;
        void context.switchToHttp().getResponse<FastifyReply>().header('Location', location);
      }),
    );
  }
}
