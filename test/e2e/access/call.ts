import type { Make, Things } from './things.js';

/** How an operation is called: by its path in the OpenAPI document, and by GraphQL where that has it. */
export interface Call {
  /** what it is done to */
  about: Make;
  /** of REST, and the `$input` of GraphQL */
  body?: (things: Things) => object;
  /** `{token}` and the like stand for things, as in paths */
  query?: string;
  /** a body that is a form */
  form?: string;
  /** a body that is a photo, in JPEG */
  photo?: Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
  /** a document of GraphQL; its variables are the things, `$input`, and dates */
  graphql?: string;
  /** it ends sessions of the caller */
  endsSessions?: boolean;
}
