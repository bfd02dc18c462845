import type { OpenAPIObject } from '@nestjs/swagger';
import { IdempotencyKeyInUse, TAGGED_EXTENSION } from '#http';
import { mapOperations, type Operation } from './operations.js';

type Response = NonNullable<Operation['responses'][string]>;
type Headers = Record<string, { description: string; schema: { type: string }; example: unknown }>;

interface Notes {
  [TAGGED_EXTENSION]?: boolean;
}

const IF_NONE_MATCH = {
  name: 'If-None-Match',
  in: 'header',
  description: 'ETag of what you have: 304 when that is still what there is',
  schema: { type: 'string', example: '"1.q0gZ1xTbUu4a"' },
} satisfies NonNullable<Operation['parameters']>[number];
const ETAG: Headers = {
  ETag: {
    description: 'Of this answer, with the version: send it as If-Match with a change, as If-None-Match to read again',
    schema: { type: 'string' },
    example: '"1.q0gZ1xTbUu4a"',
  },
};
const LOCATION: Headers = {
  Location: { description: 'Where what was made is', schema: { type: 'string' }, example: '/v1/users/me' },
};
const RETRY_AFTER: Headers = {
  'Retry-After': { description: 'Seconds after which to try again', schema: { type: 'integer' }, example: 1 },
};
const RATE_LIMIT: Headers = {
  'RateLimit-Policy': {
    description: 'The limits that count here: requests (q) in so many seconds (w)',
    schema: { type: 'string' },
    example: '"user";q=1000;w=60',
  },
  RateLimit: {
    description: 'What is left of them: requests (r) for so many seconds (t)',
    schema: { type: 'string' },
    example: '"user";r=999;t=60',
  },
};

/** The document with the headers of its answers. */
export function withHeaders(document: OpenAPIObject): OpenAPIObject {
  const versioned = Object.entries(document.components?.schemas ?? {}).flatMap(([name, schema]) =>
    'properties' in schema && schema.properties && 'version' in schema.properties
      ? [`#/components/schemas/${name}`]
      : [],
  );
  return mapOperations(document, (noted, method) => {
    const { [TAGGED_EXTENSION]: tagged = false, ...operation } = noted as Operation & Notes;
    const responses = Object.fromEntries(
      Object.entries(operation.responses).map(([status, response]) => {
        const headers = headersOf(status, response, tagged ? 'any' : versioned);
        return [status, Object.keys(headers).length > 0 ? { ...response, headers } : response];
      }),
    ) as Operation['responses'];
    const isTagged = method === 'get' && Object.values(responses).some((each) => each && hasTag(each));
    return { ...operation, responses, ...(isTagged && unlessKnown(operation, responses)) };
  });
}

/** Who has the answer already need not be sent it again (RFC 9110, section 13.1.2). */
function unlessKnown({ parameters = [] }: Operation, responses: Operation['responses']): Partial<Operation> {
  return {
    parameters: [...parameters, IF_NONE_MATCH],
    responses: {
      ...responses,
      '304': { description: 'It is what you have already.', headers: { ...ETAG, ...RATE_LIMIT } },
    },
  };
}

function hasTag(response: Response): boolean {
  return 'headers' in response && response.headers !== undefined && 'ETag' in response.headers;
}

function headersOf(status: string, response: Response | undefined, versioned: string[] | 'any'): Headers {
  return {
    ...(isTagged(status, response, versioned) && ETAG),
    ...(status === '201' && LOCATION),
    ...((['429', '503'].includes(status) || mayBeRunning(response)) && RETRY_AFTER),
    ...RATE_LIMIT,
  };
}

/** What has versions has a tag, and what says that it is tagged: then files too. */
function isTagged(status: string, response: Response | undefined, versioned: string[] | 'any'): boolean {
  const content = response && 'content' in response ? (response.content ?? {}) : {};
  const schema = content['application/json']?.schema;
  if (schema) return '$ref' in schema && (versioned === 'any' || versioned.includes(schema.$ref));
  return versioned === 'any' && status === '200' && Object.keys(content).some((type) => type.startsWith('image/'));
}

/** Whoever waits for the first request with their key is told for how long. */
function mayBeRunning(response: Response | undefined): boolean {
  const content = response && 'content' in response ? response.content : undefined;
  return IdempotencyKeyInUse.kind.code in (content?.['application/problem+json']?.examples ?? {});
}
