import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, person, place, TestApp, type Person } from '#testing';

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: { example?: string | number; default?: string | number };
}

interface Operation {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { example?: object; examples?: Record<string, { value: object }> }> };
}

describe('who tries an operation out in Swagger UI', () => {
  let app: TestApp;
  let host: Person;
  let propertyId: string;

  beforeAll(async () => {
    app = await TestApp.start();
    host = await person(app, 'Hanna');
    propertyId = await place(app, host);
    // Longer than the dates of the examples lie ahead.
    await app.advance('P400D');
  });

  afterAll(() => app.stop());

  async function operation(id: string): Promise<Operation> {
    const { body } = await app.get<string>('/docs/swagger-ui-init.js');
    const text = /"swaggerDoc": (.*),\n\s*"customOptions"/s.exec(body)?.[1] ?? '';
    const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Operation>> };
    const found = Object.values(paths).flatMap((path) => Object.values(path));
    const operation = found.find(({ operationId }) => operationId === id);
    if (!operation) throw new Error(`${id} is not in the document`);
    return operation;
  }

  /** The parameters as they are filled in before anything is typed. */
  async function filledIn(id: string): Promise<Record<string, string>> {
    const { parameters = [] } = await operation(id);
    const values = parameters.map(({ name, schema }) => [name, schema.example ?? schema.default] as const);
    return Object.fromEntries(values.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
  }

  async function body(id: string): Promise<object | undefined> {
    const content = (await operation(id)).requestBody?.content['application/json'];
    return content?.example ?? Object.values(content?.examples ?? {})[0]?.value;
  }

  it('finds a place by the search as it stands: its parameters are not all filled in at once', async () => {
    const query = await filledIn('searchProperties');
    expect(query).toEqual({ place: 'Albany, NY', guests: '2', limit: '20' });
    const answer = await app.get<{ data: object[] }>(`/v1/search?${new URLSearchParams(query).toString()}`);
    expect(expectStatus(answer, 200).data).toHaveLength(1);
  });

  it('makes the place of the example', async () => {
    expectStatus(await app.post('/v1/properties', await body('createProperty'), host.token), 201);
  });

  it('gets a quote for dates to come, however late it is', async () => {
    const guest = await person(app, 'Gil');
    const stay = { ...(await body('createQuote')), propertyId };
    expectStatus(await app.post('/v1/quotes', stay, guest.token), 201);
  });

  it('moves the clock in one of the two ways', async () => {
    expectStatus(await app.post('/sandbox/clock', await body('moveClock')), 200);
  });

  it('is not given the same idempotency key for every request', async () => {
    for (const id of ['createProperty', 'createQuote', 'createBooking']) {
      expect(Object.keys(await filledIn(id))).not.toContain('Idempotency-Key');
    }
  });

  it('finds the document itself as it was published', async () => {
    const { body: document } = await app.get('/openapi.json');
    expect(JSON.stringify(document)).toContain('"checkIn":"2027-03-01"');
  });
});
