import type { OpenAPIObject } from '@nestjs/swagger';
import { mapOperations, type Operation } from './operations.js';

type Response = NonNullable<Operation['responses'][string]>;
type Headers = Record<string, { description: string; schema: { type: string }; example: unknown }>;

const ETAG: Headers = {
  ETag: { description: 'The version; send it as If-Match with a change', schema: { type: 'string' }, example: '"1"' },
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
  return mapOperations(document, (operation) => ({
    ...operation,
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, response]) => {
        const headers = headersOf(status, response, versioned);
        return [status, Object.keys(headers).length > 0 ? { ...response, headers } : response];
      }),
    ) as Operation['responses'],
  }));
}

function headersOf(status: string, response: Response | undefined, versioned: string[]): Headers {
  const schema = response && 'content' in response ? response.content?.['application/json']?.schema : undefined;
  const hasVersion = schema && '$ref' in schema && versioned.includes(schema.$ref);
  return {
    ...(hasVersion && ETAG),
    ...(status === '201' && LOCATION),
    ...((status === '429' || status === '503') && RETRY_AFTER),
    ...((status.startsWith('2') || status === '429') && RATE_LIMIT),
  };
}
