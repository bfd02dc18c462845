import type { OpenAPIObject } from '@nestjs/swagger';
import {
  AddressNotAllowed,
  ANY_TOKEN_EXTENSION,
  InsufficientScope,
  ReadOnly,
  RECENT_SIGN_IN_EXTENSION,
  RecentSignInRequired,
} from '#auth';
import {
  errorCatalogue,
  Forbidden,
  IdempotencyKeyInUse,
  IdempotencyKeyRequired,
  IdempotencyKeyReused,
  InvalidInput,
  Malformed,
  NEEDS_IDEMPOTENCY_KEY_EXTENSION,
  NOT_IDEMPOTENT_EXTENSION,
  PreconditionFailed,
  PreconditionRequired,
  problemResponse,
  TooLarge,
  TooManyRequests,
  Unauthenticated,
  Unavailable,
  Unexpected,
  UnsupportedMediaType,
  type ErrorKind,
} from '#http';
import { mapOperations, type Operation } from './operations.js';

type Parameters = NonNullable<Operation['parameters']>;

/** What decorators tell of an operation, and the document has in other words. */
interface Notes {
  [NOT_IDEMPOTENT_EXTENSION]?: string;
  [NEEDS_IDEMPOTENCY_KEY_EXTENSION]?: boolean;
  [ANY_TOKEN_EXTENSION]?: boolean;
  [RECENT_SIGN_IN_EXTENSION]?: boolean;
}

const A_UUID = '0193a0b2-7c3e-7d10-9f57-2b1f3c5d7e90';

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'A name of your own for this request: sent again with the same body, it gets the same answer, and has no second effect',
  schema: { type: 'string', minLength: 1, maxLength: 255, example: '6d1f0b8e-2d43-4e0a-9d53-0d2a5c1f7e11' },
} satisfies Parameters[number];

/** What operations have in common by their nature: who may call them, and how guards, pipes and filters answer. */
export function withCommonAnswers(document: OpenAPIObject): OpenAPIObject {
  return mapOperations(document, (operation, method) => {
    const {
      [NOT_IDEMPOTENT_EXTENSION]: whyNoKey,
      [NEEDS_IDEMPOTENCY_KEY_EXTENSION]: required = false,
      [ANY_TOKEN_EXTENSION]: takesAnyToken = false,
      [RECENT_SIGN_IN_EXTENSION]: asksForRecentSignIn = false,
      ...rest
    } = operation as Operation & Notes;
    const key = method === 'post' && whyNoKey === undefined ? [{ ...IDEMPOTENCY_KEY, required }] : [];
    const parameters = [...(rest.parameters ?? []).map(withFormat), ...key];
    const security = rest.security ?? [{ accessToken: [] }];
    const whole: Operation = { ...rest, ...withoutKey(rest, whyNoKey), parameters, security };
    const isRefusedByToken = !takesAnyToken || !isPublic(whole);
    const errors = [
      ...(isRefusedByToken ? [Unauthenticated.kind] : []),
      ...(asksForRecentSignIn ? [RecentSignInRequired.kind] : []),
      ...errorsOf(whole, method),
    ];
    return { ...whole, responses: withErrors(whole.responses, errors) };
  });
}

/** That a POST takes no Idempotency-Key is said where one would look for it. */
function withoutKey({ description = '' }: Operation, why: string | undefined): Pick<Operation, 'description'> {
  if (why === undefined) return {};
  return { description: `${description} It takes no \`Idempotency-Key\`: ${why}.`.trim() };
}

function isPublic({ security = [] }: Operation): boolean {
  return security.some((way) => Object.keys(way).length === 0);
}

/** What a path names is named by its UUID, unless it says by what; lists in queries are parted by commas. */
function withFormat(parameter: Parameters[number]): Parameters[number] {
  if (!('in' in parameter)) return parameter;
  const { schema } = parameter;
  const isToken = schema !== undefined && 'pattern' in schema;
  if (parameter.in === 'path' && !isToken)
    return { ...parameter, schema: { type: 'string', format: 'uuid', example: A_UUID } };
  const isList = parameter.in === 'query' && schema && 'type' in schema && schema.type === 'array';
  return isList ? { ...parameter, style: 'form', explode: false } : parameter;
}

function errorsOf({ parameters = [], security = [] }: Operation, method: string): ErrorKind[] {
  const named = (name: string) => parameters.find((parameter) => 'name' in parameter && parameter.name === name);
  const key = named('Idempotency-Key');
  return [
    // A body is read wherever one may come, wanted or not.
    ...(method === 'get' ? [] : [Malformed, UnsupportedMediaType, ReadOnly]),
    // A query is decoded wherever one may come, too.
    InvalidInput,
    // Whoever sends an API key is told where it is of no use.
    ...[Forbidden, AddressNotAllowed],
    ...(security.some((way) => 'apiKey' in way) ? [InsufficientScope] : []),
    ...(named('If-Match') ? [PreconditionFailed, PreconditionRequired] : []),
    ...(key ? [IdempotencyKeyInUse, IdempotencyKeyReused] : []),
    ...(key && 'required' in key && key.required ? [IdempotencyKeyRequired] : []),
    TooLarge,
    TooManyRequests,
    Unexpected,
    Unavailable,
  ].map(({ kind }) => kind);
}

/** The answers with these errors too, each code once. */
function withErrors(responses: Operation['responses'], added: ErrorKind[]): Operation['responses'] {
  const all = { ...responses };
  for (const [status, kinds] of Map.groupBy(added, (kind) => kind.status)) {
    const byCode = new Map([...kindsIn(all[status]), ...kinds].map((kind) => [kind.code, kind]));
    all[status] = withOtherContent(problemResponse([...byCode.values()]), all[status]);
  }
  return all;
}

/** Besides problem documents a status may be answered in the words of another standard. */
function withOtherContent(
  problem: ReturnType<typeof problemResponse>,
  known: Operation['responses'][string],
): Operation['responses'][string] {
  const content = known && 'content' in known ? known.content : undefined;
  return content ? { ...problem, content: { ...content, ...problem.content } } : problem;
}

/** The kinds of error that an answer has been documented with: one example each. */
function kindsIn(response: Operation['responses'][string]): ErrorKind[] {
  const content = response && 'content' in response ? response.content : undefined;
  const codes = Object.keys(content?.['application/problem+json']?.examples ?? {});
  return errorCatalogue().filter(({ code }) => codes.includes(code));
}
