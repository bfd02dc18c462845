import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { sourceOf } from '#http';
import { requestOf } from './request-of.js';

const LONGEST_USER_AGENT = 400;

/** Where a request comes from, and out of what. */
export interface Client {
  /** the address, and of IPv6 its network; behind proxies this needs TRUSTED_PROXIES */
  network: string;
  /** what it says of itself: not to be believed, only shown to the person whose it may be */
  userAgent: string | null;
}

/** The client of a request. */
export const CurrentClient = createParamDecorator((_data: unknown, context: ExecutionContext): Client =>
  clientOf(requestOf(context)),
);

/** Where a request comes from, and out of what. */
export function clientOf({ ip, headers }: FastifyRequest): Client {
  return { network: sourceOf(ip), userAgent: headers['user-agent']?.slice(0, LONGEST_USER_AGENT) ?? null };
}
