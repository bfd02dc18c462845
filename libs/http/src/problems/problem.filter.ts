import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { retryAfterOf, toProblem } from './problem.js';
import { tellRefusal } from './tell-refusal.js';
import { toDomainError, unexpected } from './to-domain-error.js';

/** Turns everything that is thrown during a REST request into a problem document. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Request');

  catch(error: unknown, host: ArgumentsHost): void {
    // GraphQL answers errors in its own envelope: its error formatter does there what is done here.
    if (host.getType<string>() === 'graphql') throw error;
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** Also Fastify's error handler: what fails before Nest sees the request is answered alike. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const known = toDomainError(error);
    if (!known) this.logger.error({ err: error, requestId: request.id }, 'unexpected error');
    // The time for an answer was over, and the client has been told so.
    if (reply.sent) return;
    const refusal = known ?? unexpected(request.id);
    tellRefusal(this.logger, refusal, request);
    const { status } = refusal.kind;
    const retryAfter = retryAfterOf(refusal);
    if (retryAfter !== undefined) void reply.header('Retry-After', String(retryAfter));
    if (status === 401 && !reply.hasHeader('WWW-Authenticate')) void reply.header('WWW-Authenticate', 'Bearer');
    // Fastify would cut the connection, and many a client would then see that instead of the reason.
    if (status === 413) void reply.removeHeader('Connection');
    const problem = JSON.stringify(toProblem(refusal));
    void reply.status(status).header('Content-Type', 'application/problem+json').send(problem);
  }
}
