const PAGE =
  'a page or its script, the same for everyone, into which nothing of a request or of the database is written';
const DOCUMENT = 'the OpenAPI document, which says nothing but what this repository does';
const SWAGGER =
  'a part of Swagger UI, the same for everyone; what is tried there goes through the routes of the document';
const PROVIDER =
  'a provider sends a browser back here: its single-use state, kept in a cookie, counts, and no token (identity-attacks.spec.ts)';

/** Routes that are no operation of the OpenAPI document, and so have no row in the matrix: each with the reason why. */
export const OUTSIDE: Record<string, string> = {
  'GET /': 'leads a browser to the documents, and says nothing itself',
  'GET /account/:page': PAGE,
  'GET /account/account.js': PAGE,
  'GET /account/invitation.js': PAGE,
  'GET /docs': SWAGGER,
  'GET /docs/': SWAGGER,
  'GET /docs/*': SWAGGER,
  'GET /docs/LICENSE': SWAGGER,
  'GET /docs/docs/swagger-ui-init.js': SWAGGER,
  'GET /docs/index.html': SWAGGER,
  'GET /docs/swagger-ui-init.js': SWAGGER,
  'GET /favicon.ico': 'an icon, the same for everyone',
  'GET /graphiql': PAGE,
  'GET /graphiql/:asset': PAGE,
  'GET /graphql': 'refused whatever it asks: GraphQL is asked by POST',
  'GET /metrics': 'counts and times of this process, without anybody’s data: Prometheus has no account',
  'GET /openapi.json': DOCUMENT,
  'GET /openapi.yaml': DOCUMENT,
  'GET /v1/auth/oidc/:provider/callback': PROVIDER,
  'POST /graphql': 'the other door: its fields have rows of their own, in the matrix and in fields.ts',
  'POST /v1/auth/oidc/:provider/callback': PROVIDER,
};
