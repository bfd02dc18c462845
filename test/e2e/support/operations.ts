import type { Answer, ProblemAnswer, TestApp } from '#testing';

/** What is sent to an operation. */
export interface Sent {
  /** what the braces of its path stand for, in their order */
  ids?: string[];
  body?: object;
  /** sent as it is, instead of `body` as JSON */
  raw?: Uint8Array<ArrayBuffer>;
  token?: string;
  headers?: Record<string, string>;
}

/** The answer of an operation, called by its name in the OpenAPI document; any version of what it changes will do. */
export async function callOperation<Body = ProblemAnswer>(
  app: TestApp,
  name: string,
  { ids = [], body, raw, token, headers }: Sent = {},
): Promise<Answer<Body>> {
  const route = app.contract.routes.find(({ operationId }) => operationId === name);
  if (!route) throw new Error(`there is no operation ${name}`);
  const rest = [...ids];
  const path = route.path.replaceAll(/\{\w+\}/g, () => rest.shift() ?? '');
  return app.call<Body>(route.method, path, { body, raw, token, headers: { 'if-match': '*', ...headers } });
}
