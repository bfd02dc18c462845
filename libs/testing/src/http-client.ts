import type { Contract } from './contract.js';
import type { ProblemAnswer } from './problem-answer.js';
import type { SecretsSeen } from './secrets-seen.js';

/** An answer of the application. */
export interface Answer<Body = unknown> {
  status: number;
  headers: Headers;
  body: Body;
}

export interface CallOptions {
  token?: string;
  headers?: Record<string, string>;
  body?: unknown;
  /** sent as it is, instead of `body` as JSON */
  raw?: string | Uint8Array<ArrayBuffer>;
}

/** Calls the application as a client does: over HTTP. */
export class HttpClient {
  /**
   * @param contract the document that every answer is held against
   * @param seen where what must be in no log is noted as it comes and goes
   */
  constructor(
    readonly url: string,
    readonly contract?: Contract,
    protected readonly seen?: SecretsSeen,
  ) {}

  async call<Body = unknown>(method: string, path: string, options: CallOptions = {}): Promise<Answer<Body>> {
    const { token, body, raw } = options;
    const headers: Record<string, string> = { ...options.headers };
    if (token !== undefined) headers.authorization = `Bearer ${token}`;
    if (body !== undefined) headers['content-type'] ??= 'application/json';
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers,
      body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
    const answer = { status: response.status, headers: response.headers, body: parsed(await response.text()) };
    this.seen?.in({ sent: body ?? fieldsOf(raw), answered: answer.body, cookies: response.headers.getSetCookie() });
    this.contract?.assertKept(method, path, answer);
    return { ...answer, body: answer.body as Body };
  }

  async get<Body = unknown>(path: string, token?: string): Promise<Answer<Body>> {
    return this.call('GET', path, { token });
  }

  async post<Body = unknown>(
    path: string,
    body?: unknown,
    token?: string,
    headers?: Record<string, string>,
  ): Promise<Answer<Body>> {
    return this.call('POST', path, { body, token, headers });
  }

  async graphql<Data = Record<string, unknown>>(
    query: string,
    variables: object = {},
    token?: string,
    headers?: Record<string, string>,
  ): Promise<GraphqlAnswer<Data>> {
    return (await this.call<GraphqlAnswer<Data>>('POST', '/graphql', { body: { query, variables }, token, headers }))
      .body;
  }
}

export interface GraphqlAnswer<Data> {
  data: Data;
  errors?: { message: string; path?: string[]; extensions: Record<string, unknown> & ProblemAnswer }[];
}

/** What is in a body that was written by hand: JSON, or a form; of anything else, nothing. */
function fieldsOf(raw: CallOptions['raw']): unknown {
  if (typeof raw !== 'string') return undefined;
  const json = parsed(raw);
  return json === raw ? Object.fromEntries(new URLSearchParams(raw)) : json;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
