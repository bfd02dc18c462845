import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp, type Route } from '#testing';

/** Operations that anyone may call, with or without a token: reviewed by hand, so that none becomes public by accident. */
const PUBLIC = [
  'completeLogin',
  'confirmEmailChange',
  'createClientToken',
  'createPasskeyLoginOptions',
  'createProviderLoginAttempt',
  'endAlerts',
  'findPlaces',
  'getAuthorizationServer',
  'getCalendar',
  'getClock',
  'getExportFile',
  'getJwks',
  'getLiveness',
  'getPaymentsConfig',
  'getPhoto',
  'getPrice',
  'getProperty',
  'getReadiness',
  'getReview',
  'getSharedWishList',
  'getUser',
  'listLoginProviders',
  'listReviews',
  'listSharedWishListProperties',
  'listTerms',
  'login',
  'loginWithPasskey',
  'loginWithProvider',
  'moveClock',
  'receiveStripeEvent',
  'refresh',
  'register',
  'requestEmailVerification',
  'requestPasswordReset',
  'resetPassword',
  'searchProperties',
  'verifyEmail',
];

/** How people see to their own sign-in is for browsers and apps, not for dashboards. */
const REST_ONLY = [
  'changePassword',
  'completeLogin',
  'confirmEmailChange',
  'confirmTotp',
  'createClientToken',
  'createConsent',
  'createIdentityAttempt',
  'createPasskey',
  'createPasskeyLoginOptions',
  'createPasskeyOptions',
  'createPasskeyProofOptions',
  'createProviderLoginAttempt',
  'createRecoveryCodes',
  'createTotp',
  'deleteIdentity',
  'deletePasskey',
  'deletePhoto',
  'deleteTotp',
  'endAlerts',
  'endOtherSessions',
  'endSession',
  'eraseAccount',
  'loginWithPasskey',
  'loginWithProvider',
  'moveClock',
  'publishTerms',
  'reauthenticate',
  'receiveStripeEvent',
  'requestEmailChange',
  'requestEmailVerification',
  'requestExport',
  'requestPasswordReset',
  'resetPassword',
  'updatePasskey',
  'updatePhoto',
  'verifyEmail',
  'withdrawConsent',
];

/**
 * Set as a whole, whatever was there, or saying only which days it is about: there is no version, the same again changes
 * nothing, and nothing that another has set is lost.
 */
const UNVERSIONED = ['setCalendarDays', 'saveWishListProperty'];

/** Answers that hold secrets are not kept for those who ask again; and what has but one effect needs no key. */
const UNKEYED = [
  'changePassword',
  'completeLogin',
  'confirmEmailChange',
  'confirmTotp',
  'createApiKey',
  'createClientToken',
  'createIdentityAttempt',
  'createLook',
  'createPasskey',
  'createPasskeyLoginOptions',
  'createPasskeyOptions',
  'createPasskeyProofOptions',
  'createProviderLoginAttempt',
  'createRecoveryCodes',
  'createTotp',
  'endAlerts',
  'eraseAccount',
  'login',
  'loginWithPasskey',
  'loginWithProvider',
  'logout',
  'moveClock',
  'reauthenticate',
  'receiveStripeEvent',
  'refresh',
  'register',
  'requestEmailChange',
  'requestEmailVerification',
  'requestPasswordReset',
  'resetPassword',
  'rotateApiKey',
  'shareWishList',
  'verifyEmail',
];

describe('the OpenAPI document', () => {
  let app: TestApp;
  let routes: readonly Route[];

  /** The operations of which something does not hold. */
  const without = (holds: (route: Route) => unknown): string[] =>
    routes.filter((route) => !holds(route)).map(({ operationId }) => operationId);
  const named = (route: Route, name: string): boolean =>
    route.parameters?.some((parameter) => parameter.name === name) ?? false;
  const isPublic = ({ security = [] }: Route): boolean => security.some((way) => Object.keys(way).length === 0);

  beforeAll(async () => {
    app = await TestApp.start();
    ({ routes } = app.contract);
  });

  afterAll(() => app.stop());

  it('is valid OpenAPI 3.1', async () => {
    const document: unknown = (await app.get('/openapi.json')).body;
    expect(await new Validator().validate(document as Record<string, unknown>)).toEqual({ valid: true });
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Roost' },
      components: { securitySchemes: { accessToken: { type: 'http' } } },
    });
  });

  it('is to be had as YAML too', async () => {
    expect((await app.get<string>('/openapi.yaml')).body).toMatch(/^openapi: 3\.1\.0/);
  });

  it('gives each operation a name of its own, a tag, a summary and its security', () => {
    const names = routes.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z][A-Za-z]+$/.test(name))).toEqual([]);
    expect(without(({ tags, summary, security }) => tags?.length === 1 && summary && security)).toEqual([]);
  });

  it('says who needs no token: nobody else', () => {
    expect(without((route) => !isPublic(route)).sort()).toEqual([...PUBLIC].sort());
  });

  it('tells of the refusals that each operation can answer with', () => {
    expect(without(({ responses }) => responses[429] && responses[500] && responses[503])).toEqual([]);
    expect(without((route) => isPublic(route) || route.responses[401])).toEqual([]);
    expect(
      without(({ requestBody, responses }) => !requestBody || (responses[400] && responses[413] && responses[415])),
    ).toEqual([]);
    expect(without((route) => !named(route, 'If-Match') || (route.responses[412] && route.responses[428]))).toEqual([]);
    expect(
      without((route) => !named(route, 'Idempotency-Key') || (route.responses[409] && route.responses[422])),
    ).toEqual([]);
    expect(without((route) => !route.path.includes('{') || (route.responses[400] && route.responses[404]))).toEqual([]);
  });

  it('says how to change what has a version, and where to repeat a POST', () => {
    expect(without((route) => !['PATCH', 'PUT'].includes(route.method) || named(route, 'If-Match'))).toEqual(
      UNVERSIONED,
    );
    const unkeyed = without((route) => route.method !== 'POST' || named(route, 'Idempotency-Key'));
    expect(unkeyed.sort()).toEqual(UNKEYED);
  });

  it('says which requests have to carry an Idempotency-Key', () => {
    const required = routes.filter(({ parameters = [] }) =>
      parameters.some((parameter) => parameter.name === 'Idempotency-Key' && parameter.required === true),
    );
    expect(required.map(({ operationId }) => operationId)).toEqual([
      'createBooking',
      'acceptBooking',
      'declineBooking',
      'cancelBooking',
    ]);
    for (const { responses } of required) {
      expect(Object.keys(responses[400]?.content?.['application/problem+json']?.examples ?? {})).toContain(
        'idempotency_key_required',
      );
    }
  });

  it('has an example of each body, which its own schema takes', () => {
    const wrong = routes.flatMap(({ operationId, requestBody, responses }) => {
      const bodies = [requestBody, ...Object.values(responses)].flatMap((body) => Object.values(body?.content ?? {}));
      return bodies.flatMap(({ schema, example, examples }) => {
        const values = examples ? Object.values(examples).map(({ value }) => value) : [example];
        return values
          .flatMap((value) => (value === undefined ? 'none' : (app.contract.faults(schema, value) ?? [])))
          .map((fault) => `${operationId}: ${fault}`);
      });
    });
    expect(wrong).toEqual([]);
  });

  it('describes each parameter, or shows one', () => {
    const bare = routes.flatMap(({ operationId, parameters = [] }) =>
      parameters
        .filter(
          (parameter) =>
            !('description' in parameter) &&
            !('example' in parameter) &&
            !('example' in parameter.schema) &&
            !('examples' in parameter.schema) &&
            !parameter.schema.enum &&
            !parameter.schema.$ref,
        )
        .map(({ name }) => `${operationId} ${name}`),
    );
    expect(bare).toEqual([]);
  });

  it('shows values of parameters that their own schemas take', () => {
    const wrong = routes.flatMap(({ operationId, parameters = [] }) =>
      parameters.flatMap(({ name, schema }) => {
        const shown = [schema.example ?? schema.examples ?? []].flat(1);
        const values = schema.type === 'array' && 'example' in schema ? [schema.example] : shown;
        const faults = values.flatMap((value) => app.contract.faults(schema, value) ?? []);
        return faults.map((fault) => `${operationId} ${name}: ${fault}`);
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('says that lists in queries are parted by commas, as they are', async () => {
    const lists = routes.flatMap(({ parameters = [] }) => parameters.filter(({ schema }) => schema.type === 'array'));
    expect(lists.map(({ name, explode }) => [name, explode])).toEqual([
      ['bbox', false],
      ['amenities', false],
      ['types', false],
    ]);
    expect((await app.get('/v1/search?bbox=-74,42,-73,43&amenities=wifi,pool&types=house,boat')).status).toBe(200);
  });

  it('names everything by a UUID in paths, and what is known by its link alone by the token in that', () => {
    const others = routes.flatMap(({ operationId, parameters = [] }) =>
      parameters
        .filter((parameter) => parameter.in === 'path' && parameter.schema.format !== 'uuid')
        .map(({ name }) => `${operationId} ${name}`),
    );
    expect(others).toEqual(['getSharedWishList token', 'listSharedWishListProperties token']);
  });

  it('leaves nothing of itself unused or dangling', () => {
    const text = JSON.stringify(app.contract.document);
    const used = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name));
    expect([...used].sort()).toEqual(Object.keys(app.contract.document.components.schemas).sort());
    expect(text).not.toMatch(/Dto"|"x-|undefined/);
  });

  it('names each operation by a verb and what it is done to', () => {
    const verbs =
      /^(accept|archive|cancel|change|complete|confirm|create|decline|delete|demote|end|erase|find|get|join|list|login|move|pause|promote|publish|receive|request|reset|restore|rotate|save|search|set|share|suspend|unshare|update|verify|withdraw)[A-Z]/;
    const named = routes.map(({ operationId }) => operationId).filter((name) => !verbs.test(name));
    expect(named.sort()).toEqual(['login', 'logout', 'reauthenticate', 'refresh', 'register']);
  });

  it('says of each POST without an Idempotency-Key why', () => {
    const unkeyed = without((route) => route.method !== 'POST' || named(route, 'Idempotency-Key'));
    const unexplained = without((route) => /takes no `Idempotency-Key`: \S/.test(route.description ?? ''));
    expect(unkeyed.filter((name) => unexplained.includes(name))).toEqual([]);
  });

  it('shows wrong fields in its examples of bad input', () => {
    const examples = routes.flatMap(({ responses }) => {
      const { invalid_input: example } = responses[400]?.content?.['application/problem+json']?.examples ?? {};
      return example ? [example.value] : [];
    });
    expect(examples.length).toBeGreaterThan(20);
    const fault = { pointer: expect.stringMatching(/^\//), code: expect.any(String), message: expect.any(String) };
    for (const example of examples) expect(example).toMatchObject({ errors: expect.arrayContaining([fault]) });
  });

  it('names the same operations as GraphQL does', async () => {
    const { data } = await app.graphql<{ __schema: { mutationType: { fields: { name: string }[] } } }>(
      '{ __schema { mutationType { fields { name } } } }',
    );
    const operations = new Set(routes.map(({ operationId }) => operationId));
    expect(data.__schema.mutationType.fields.map(({ name }) => name).filter((name) => !operations.has(name))).toEqual(
      [],
    );
    const writes = routes.filter(({ method }) => method !== 'GET').map(({ operationId }) => operationId);
    const mutations = new Set(data.__schema.mutationType.fields.map(({ name }) => name));
    expect(writes.filter((name) => !mutations.has(name)).sort()).toEqual(REST_ONLY);
  });
});
