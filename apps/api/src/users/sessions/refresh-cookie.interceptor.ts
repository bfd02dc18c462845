import {
  applyDecorators,
  createParamDecorator,
  Inject,
  Injectable,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { catchError, map, throwError, type Observable } from 'rxjs';
import { replyOf } from '#auth';
import { CONFIG, type AppConfig } from '#config';
import { DAY_MS } from '#dates';
import { domainError, InvalidInput, Problems } from '#http';
import { isFromOwnPage, refreshCookie, tokenInCookie, wantsCookie } from './refresh-cookie.js';
import { InvalidRefreshToken } from '../users.errors.js';

/** A page of another origin must not use the cookies of whoever reads it. */
class ForeignPage extends domainError({
  code: 'foreign_page',
  status: 403,
  title: 'Pages of that origin may not use the refresh token in the cookie',
}) {}

/** Puts refresh tokens of answers into a cookie, for clients that ask for it; and takes a cookie away that is of no use. */
@Injectable()
class RefreshCookieInterceptor implements NestInterceptor {
  readonly #origins: readonly string[];
  readonly #maxAgeSeconds: number;

  constructor(@Inject(CONFIG) { app, http, auth }: AppConfig) {
    this.#origins = [new URL(app.publicUrl).origin, ...http.corsOrigins];
    this.#maxAgeSeconds = (auth.refreshIdleDays * DAY_MS) / 1000;
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = replyOf(context);
    const { headers } = reply.request;
    const wanted = wantsCookie(headers);
    if (wanted === undefined) throw new InvalidInput([UNKNOWN_PLACE]);
    if (!wanted) return next.handle();
    if (!isFromOwnPage(headers, this.#origins)) throw new ForeignPage('Its origin is not among CORS_ORIGINS.');
    return next.handle().pipe(
      map((answer: unknown) => this.#inCookie(reply, answer, context.getHandler().name === 'logout')),
      catchError((error: unknown) => {
        if (error instanceof InvalidRefreshToken) this.#set(reply, undefined);
        return throwError(() => error);
      }),
    );
  }

  #inCookie(reply: FastifyReply, answer: unknown, isOver: boolean): unknown {
    if (isSignedIn(answer)) {
      this.#set(reply, answer.refreshToken);
      return { ...answer, refreshToken: null };
    }
    if (isOver) this.#set(reply, undefined);
    return answer;
  }

  #set(reply: FastifyReply, token: string | undefined): void {
    void reply.header('Set-Cookie', refreshCookie(token, this.#maxAgeSeconds));
  }
}

const UNKNOWN_PLACE = {
  pointer: '',
  code: 'refresh_token_in',
  message: 'the header Refresh-Token-In can only be `cookie`',
};

function isSignedIn(answer: unknown): answer is { refreshToken: string } {
  return typeof answer === 'object' && answer !== null && 'refreshToken' in answer;
}

/** Refresh tokens come and go in a cookie where the client says `Refresh-Token-In: cookie`, as a browser's page should. */
export const RefreshCookie = (): MethodDecorator =>
  applyDecorators(
    UseInterceptors(RefreshCookieInterceptor),
    Problems(ForeignPage),
    ApiHeader({
      name: 'Refresh-Token-In',
      required: false,
      description:
        'For pages in a browser: `cookie` has the refresh token come and go in a cookie that no script can read, instead of in the body',
      schema: { type: 'string', enum: ['cookie'] },
    }),
  );

/** The refresh token in a request's cookie, where the client keeps it there. */
export const TokenInCookie = createParamDecorator((_data: unknown, context: ExecutionContext): string | undefined => {
  const { headers } = replyOf(context).request;
  return wantsCookie(headers) ? tokenInCookie(headers) : undefined;
});

/**
 * The refresh token that a client sends, be it in the body or in the cookie.
 * @throws InvalidInput when it sends two, InvalidRefreshToken when it sends none
 */
export function onlyOne(inBody: string | undefined, inCookie: string | undefined): string {
  if (inBody !== undefined && inCookie !== undefined) throw new InvalidInput([ONE_TOO_MANY]);
  const token = inBody ?? inCookie;
  if (token === undefined) throw new InvalidRefreshToken('There is no refresh token: sign in.');
  return token;
}

const ONE_TOO_MANY = {
  pointer: '/refreshToken',
  code: 'unexpected',
  message: 'must be left out where it is in the cookie',
};
