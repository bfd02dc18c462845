import type { Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { DomainError } from './domain-error.js';

/** Who may not, and who comes too often. */
const TOLD = [401, 403, 429];

/** What is told of a request. */
type Refused = Pick<FastifyRequest, 'id' | 'method' | 'ip' | 'user' | 'apiClient'> & { routeOptions: { url?: string } };

/** Tells the log who was refused what (OWASP ASVS 5.0, 16.3.2): the route and not its path, which says more. */
export function tellRefusal(logger: Logger, { kind }: DomainError, request: Refused | undefined): void {
  const { status, code } = kind;
  if (!TOLD.includes(status) || !request) return;
  const { id: requestId, method, ip: address, user, apiClient, routeOptions } = request;
  const who = { userId: user?.id, lookedAtBy: user?.lookedAtBy?.id, keyId: apiClient?.keyId };
  logger.log({ status, code, requestId, method, route: routeOptions.url, address, ...who }, 'refused');
}
