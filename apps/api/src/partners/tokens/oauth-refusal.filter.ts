import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { OAuthRefusal } from './token-request.js';

/** Answers refusals in the shape of OAuth (RFC 6749, section 5.2): its libraries read no problem documents. */
@Catch(OAuthRefusal)
export class OAuthRefusalFilter implements ExceptionFilter<OAuthRefusal> {
  catch({ error, description }: OAuthRefusal, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const isUnknown = error === 'invalid_client';
    if (isUnknown) void reply.header('WWW-Authenticate', 'Basic realm="roost"');
    void reply.headers({ 'Cache-Control': 'no-store', Pragma: 'no-cache' });
    void reply.status(isUnknown ? 401 : 400).send({ error, error_description: description });
  }
}
