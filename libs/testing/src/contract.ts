import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** A JSON Schema of the document. */
export interface Schema {
  [keyword: string]: unknown;
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  enum?: unknown[];
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
  explode?: boolean;
}

type Content = Record<string, { schema: Schema; example?: unknown; examples?: Record<string, { value: unknown }> }>;

/** What the document says of an answer. */
export interface Response {
  description: string;
  headers?: Record<string, object>;
  content?: Content;
}

export interface Operation {
  operationId: string;
  summary?: string;
  description?: string;
  tags?: string[];
  security?: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, Response>;
}

/** The parts of an OpenAPI 3.1 document that tests read. */
export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** An operation, and where it is. */
export interface Route extends Operation {
  method: string;
  path: string;
}

/** Members beyond those that it names are what a problem document is open for (RFC 9457, section 3.2). */
const OPEN = new Set(['Problem']);
const HERE = 'openapi';

/** The OpenAPI document of an application, held against what it answers. */
export class Contract {
  readonly routes: readonly Route[];
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #checks = new Map<string, ValidateFunction>();

  constructor(readonly document: ApiDocument) {
    formats.default(this.#ajv);
    this.#ajv.addSchema({ $id: HERE, components: { schemas: closed(document.components.schemas) } });
    this.routes = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
    );
  }

  /** The document that the application at `url` serves. */
  static async of(url: string): Promise<Contract> {
    const response = await fetch(`${url}/openapi.json`);
    return new Contract((await response.json()) as ApiDocument);
  }

  /** What the document does not speak of may be anything. @throws Error when an answer is not what it promises */
  assertKept(method: string, target: string, answer: { status: number; headers: Headers; body: unknown }): void {
    const route = this.#routeOf(method, target.split('?')[0] ?? '');
    if (!route) return;
    const breach = this.#breach(route.responses[answer.status], answer);
    if (breach === undefined) return;
    const said = JSON.stringify(answer.body).slice(0, 600);
    throw new Error(`${route.operationId}, ${answer.status}: ${breach}; it answered ${said}`);
  }

  /** What is wrong with a value by a schema of the document; undefined when nothing is. */
  faults(schema: Schema, value: unknown): string | undefined {
    const key = JSON.stringify(schema);
    const known = this.#checks.get(key);
    const check = known ?? this.#ajv.compile(JSON.parse(key.replaceAll('"#/', `"${HERE}#/`)) as Schema);
    if (!known) this.#checks.set(key, check);
    return check(value) ? undefined : this.#ajv.errorsText(check.errors);
  }

  #breach(promised: Response | undefined, { headers, body }: { headers: Headers; body: unknown }): string | undefined {
    if (!promised) return 'the document does not name this status';
    if (!promised.content) return body === '' ? undefined : 'the document says that there is no body';
    const type = (headers.get('content-type') ?? 'none').split(';')[0] ?? '';
    const content = promised.content[type];
    return content ? this.faults(content.schema, body) : `the document does not name the content type ${type}`;
  }

  /** A path without parameters goes before one with: /v1/users/me is not the user with the id "me". */
  #routeOf(method: string, path: string): Route | undefined {
    const found = this.routes.filter((route) => route.method === method && patternOf(route.path).test(path));
    return found.find((route) => route.path === path) ?? found[0];
  }
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}

/** In a test, what no schema names must not be answered: it would be a leak. */
function closed(schemas: Record<string, Schema>): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      schema.properties && !OPEN.has(name) ? { ...schema, additionalProperties: false } : schema,
    ]),
  );
}
