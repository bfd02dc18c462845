import type { Parameter, Route, Schema } from '#testing';

/** A request that is wrong somewhere, or only looks so. */
export interface Attempt {
  name: string;
  path: string;
  headers: Record<string, string>;
  raw?: string;
  /** the body, when it is JSON: what the document says of it can be asked */
  body?: unknown;
  /** the document leaves no doubt that it has to be refused */
  wrong?: boolean;
}

/** A request of an operation that nothing is wrong with. */
export interface Base {
  path: string;
  headers: Record<string, string>;
  body?: unknown;
}

/** The members of an object or list, on the way to a value within it. */
export type Way = (string | number)[];

const VALUES: unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e300,
  2 ** 53,
  '',
  'text',
  ' ',
  'x'.repeat(70_000),
  '\u0000',
  '\ud800',
  '\u202e',
  '2027-02-30',
  "' OR 1=1 --",
  [],
  [null],
  {},
  { length: 1 },
];
const TEXTS = [
  '',
  'text',
  '-1',
  '0',
  '1.5',
  '1e300',
  'NaN',
  '%00',
  '%F0%9F',
  '%27',
  'a,b,,c',
  '9'.repeat(40),
  'x'.repeat(3000),
  'null',
  '[]',
];
const IDS = [
  'x',
  '0',
  '%00',
  '..%2f',
  '%27%20OR%201=1',
  'a'.repeat(90),
  'a'.repeat(200),
  '00000000-0000-0000-0000-000000000000',
  '{id}',
];
const BODIES = [
  '',
  '{',
  '[]',
  'null',
  '5',
  '"text"',
  '{"a":1}{"b":2}',
  '\ufeff{}',
  '{"__proto__":{"x":1}}',
  '['.repeat(9000),
  '{"a":1e400}',
  '{"constructor":{"prototype":1}}',
];
const TYPES = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'application/json\ta',
  ' application/json;charset=utf-16',
  'application/xml',
  'x',
];

/** Attempts at an operation: many, made from what the document says of it, and of `base`. */
export function attempts(route: Route, base: Base): Attempt[] {
  return [...wrongBodies(route, base), ...wrongQueries(route, base), ...wrongPaths(route, base), ...wrongHeaders(base)];
}

function wrongBodies(route: Route, base: Base): Attempt[] {
  const { path, headers } = base;
  const json = { ...headers, 'content-type': 'application/json' };
  if (route.method === 'GET') return [];
  const whole = BODIES.map((raw) => ({ name: `the body ${raw.slice(0, 20)}`, path, headers: json, raw }));
  if (!route.requestBody || base.body === undefined) return whole;
  const types = TYPES.map((type) => ({
    name: `the type ${type}`,
    path,
    headers: { ...headers, 'content-type': type },
    raw: JSON.stringify(base.body),
  }));
  const ways = waysInto(base.body);
  const replaced = ways.flatMap((way) =>
    VALUES.map((value) => ({ name: `/${way.join('/')} = ${shown(value)}`, body: changed(base.body, way, value) })),
  );
  const missing = ways.map((way) => ({ name: `no /${way.join('/')}`, body: changed(base.body, way, undefined) }));
  const unknown = [[], ...ways].map((way) => ({
    name: `/${[...way, 'zzz'].join('/')}`,
    body: changed(base.body, [...way, 'zzz'], 1),
  }));
  return [
    ...whole,
    ...types,
    ...[...replaced, ...missing, ...unknown].map(({ name, body }) => ({
      name,
      path,
      headers: json,
      body,
      raw: JSON.stringify(body),
    })),
  ];
}

function wrongQueries(route: Route, { path, headers, body }: Base): Attempt[] {
  const raw = body === undefined ? undefined : JSON.stringify(body);
  const send = (query: string, wrong?: boolean): Attempt => {
    const json = raw === undefined ? headers : { ...headers, 'content-type': 'application/json' };
    return {
      name: `?${query.slice(0, 40)}`,
      path: `${path}${path.includes('?') ? '&' : '?'}${query}`,
      headers: json,
      raw,
      wrong,
    };
  };
  const parameters = (route.parameters ?? []).filter((parameter) => parameter.in === 'query');
  const each = parameters.flatMap((parameter) => [
    ...TEXTS.map((text) => send(`${parameter.name}=${text}`, isSurelyWrong(parameter, text))),
    send(`${parameter.name}=1&${parameter.name}=2`),
    send(`${parameter.name}[a]=1`, true),
  ]);
  const foreign = [...TEXTS.map((text) => `zzz=${text}`), '__proto__=1', 'limit=1', '&&&', '%'];
  return [...each, ...foreign.map((query) => send(query, parameters.length > 0 && query.startsWith('zzz=')))];
}

/** Whether a text is no value of a parameter's schema, without any doubt. */
function isSurelyWrong({ schema }: Parameter, text: string): boolean {
  if (schema.type !== 'integer' && schema.type !== 'number') return false;
  const number = Number(text);
  const { minimum, maximum } = schema as { minimum?: number; maximum?: number };
  return text === '' || Number.isNaN(number) || number < (minimum ?? -Infinity) || number > (maximum ?? Infinity);
}

function wrongPaths(route: Route, { headers, body }: Base): Attempt[] {
  if (!route.path.includes('{')) return [];
  const raw = body === undefined ? undefined : JSON.stringify(body);
  const json = raw === undefined ? headers : { ...headers, 'content-type': 'application/json' };
  return IDS.map((id) => ({
    name: `the id ${id.slice(0, 40)}`,
    path: route.path.replaceAll(/\{\w+\}/g, id),
    headers: json,
    raw,
    wrong: true,
  }));
}

function wrongHeaders({ path, headers, body }: Base): Attempt[] {
  const raw = body === undefined ? undefined : JSON.stringify(body);
  const odd: Record<string, string>[] = [
    { 'if-match': '' },
    { 'if-match': '"x"' },
    { 'if-match': '"99999999999999999999"' },
    { 'idempotency-key': 'x'.repeat(256) },
    { 'idempotency-key': 'a b' },
    { authorization: 'Bearer' },
    { authorization: 'Bearer a.b.c' },
    { accept: 'image/png' },
    { 'accept-language': 'x'.repeat(3000) },
    { 'x-forwarded-for': "127.0.0.1' --" },
    { 'content-encoding': 'gzip' },
    { 'content-length': '0' },
    { origin: 'null' },
    { cookie: 'a=b; c' },
  ];
  return odd
    .filter((each) => !('content-length' in each) || raw === undefined)
    .map((each) => {
      const type: Record<string, string> = raw === undefined ? {} : { 'content-type': 'application/json' };
      return { name: JSON.stringify(each).slice(0, 60), path, headers: { ...headers, ...type, ...each }, raw };
    });
}

/** The ways to all values in a body. */
export function waysInto(value: unknown, way: Way = []): Way[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...way, Array.isArray(value) ? Number(key) : key];
    return [here, ...waysInto(inner, here)];
  });
}

/** A copy of a body with another value at a way; without it for undefined. */
export function changed(body: unknown, way: Way, value: unknown): unknown {
  const [key, ...rest] = way;
  if (key === undefined) return value;
  if (Array.isArray(body))
    return body.map((item: unknown, index) => (index === key ? changed(item, rest, value) : item));
  const members = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  return { ...members, [key]: changed(members[key], rest, value) };
}

function shown(value: unknown): string {
  return JSON.stringify(value).slice(0, 30);
}

/** The schema of an operation's JSON body. */
export function bodySchema(route: Route): Schema | undefined {
  return route.requestBody?.content['application/json']?.schema;
}
