import { Controller, Get, Header, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AnyToken, Public } from '#auth';
import { NotIdempotent } from '#http';
import { ReturnsService } from './returns.service.js';

/**
 * Where providers send people back to. No client calls it, so it is not in the OpenAPI document; operators tell providers
 * of it (docs/operations.md).
 */
@Controller('v1/auth/oidc/:provider/callback')
@ApiExcludeController()
@NotIdempotent('an answer of a provider counts once')
@Public()
@AnyToken()
export class ReturnsController {
  constructor(private readonly returns: ReturnsService) {}

  @Get()
  @HttpCode(303)
  @Header('Cache-Control', 'no-store')
  byQuery(
    @Param('provider') providerId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const [, query = ''] = request.url.split('?', 2);
    return this.#receive(providerId, new URLSearchParams(query), request, reply);
  }

  /** By a form that the provider's page posts: the one place where a form is taken; see server.ts. */
  @Post()
  @HttpCode(303)
  @Header('Cache-Control', 'no-store')
  byForm(
    @Param('provider') providerId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { body } = request;
    return this.#receive(providerId, body instanceof URLSearchParams ? body : new URLSearchParams(), request, reply);
  }

  async #receive(
    providerId: string,
    params: URLSearchParams,
    { headers }: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const { location, cookie } = await this.returns.receive({ providerId, params, cookies: headers.cookie });
    if (cookie !== undefined) void reply.header('Set-Cookie', cookie);
    void reply.header('Location', location);
  }
}
