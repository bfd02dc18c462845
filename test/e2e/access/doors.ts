import { newKey, type Answer, type CallOptions, type GraphqlAnswer, type Route, type TestApp } from '#testing';
import { CALLS, DATES } from './requests.js';
import type { Call } from './call.js';
import type { Things } from './things.js';

/** The two ways in. */
export type Door = 'REST' | 'GraphQL';

/** A request of an operation, valid in itself, as it goes over one door. */
export interface Request {
  method: string;
  path: string;
  options: CallOptions;
}

/** How an operation is called. @throws Error when nobody says it */
export function callOf(operation: string): Call {
  const call = CALLS[operation];
  if (!call) throw new Error(`nobody says how ${operation} is called`);
  return call;
}

/** The request to a route about these things. */
export function restRequest(route: Route, things: Things): Request {
  const { body, query, form, photo, headers } = callOf(route.operationId);
  const url = query === undefined ? route.path : `${route.path}?${query}`;
  const path = url.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => things[name] ?? '');
  const type = {
    ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
    ...(photo && { 'content-type': 'image/jpeg' }),
  };
  return {
    method: route.method,
    path,
    options: { headers: { ...newKey(), ...type, ...headers }, body: body?.(things), raw: form ?? photo },
  };
}

/** The request to GraphQL about these things. @param given variables that differ */
export function graphqlRequest({ body, graphql = '' }: Call, things: Things, given: object = {}): Request {
  const variables = { ...things, ...DATES, input: body?.(things), ...given };
  return { method: 'POST', path: '/graphql', options: { headers: newKey(), body: { query: graphql, variables } } };
}

/** Sends a request as somebody. */
export function send<Body = unknown>(
  app: TestApp,
  { method, path, options }: Request,
  token?: string,
): Promise<Answer<Body>> {
  return app.call<Body>(method, path, { ...options, token });
}

/** The status that GraphQL's answer stands for; 404 where there is no node. */
export function statusOf({ data, errors }: GraphqlAnswer<Record<string, unknown> | null>): number {
  if (errors) return errors[0]?.extensions.status ?? 0;
  const isMissing = Object.values(data ?? {})
    .flat()
    .includes(null);
  return isMissing ? 404 : 200;
}
