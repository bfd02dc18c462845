import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { sourceOf } from '#http';
import { requestOf } from './request-of.js';

/** Where a request comes from: the address, and of IPv6 its network. Behind proxies this needs TRUSTED_PROXIES. */
export const ClientNetwork = createParamDecorator((_data: unknown, context: ExecutionContext): string =>
  sourceOf(requestOf(context).ip),
);
