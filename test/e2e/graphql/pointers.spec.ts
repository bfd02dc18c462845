import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newKey, PASSWORD, person, place, propertyBody, TestApp, type Person } from '#testing';
import { ahead } from '../support/dates-ahead.js';

type Case = [document: string, variables: Record<string, unknown>, pointers: string[]];

const REGISTER = 'mutation ($input: RegisterInput!) { register(input: $input) { expiresIn } }';
const LOGIN = 'mutation ($input: LoginInput!) { login(input: $input) { expiresIn } }';
const UPDATE_ME = 'mutation ($input: UpdateMeInput!) { updateMe(version: 1, input: $input) { id } }';
const CREATE_PROPERTY = 'mutation ($input: CreatePropertyInput!) { createProperty(input: $input) { id } }';
const CREATE_QUOTE = 'mutation ($input: CreateQuoteInput!) { createQuote(input: $input) { id } }';
const CREATE_BLOCK = `mutation ($id: ID!, $input: CreateBlockInput!) {
  createBlock(propertyId: $id, input: $input) { id } }`;
const CALENDAR = `query ($id: ID!, $from: LocalDate!, $to: LocalDate!) {
  property(id: $id) { calendar(from: $from, to: $to) { data { date } } } }`;
const REVIEWS = 'query ($id: ID!) { reviews(propertyId: $id, after: "AAAAAAAAAAAAAAAAMQ") { nodes { id } } }';

describe('what is wrong with a document’s values', () => {
  let app: TestApp;
  let host: Person;
  let guest: Person;
  let id: string;

  beforeAll(async () => {
    app = await TestApp.start();
    host = await person(app, 'Hanna');
    guest = await person(app, 'Gil');
    id = await place(app, host);
  });

  afterAll(() => app.stop());

  const named = { firstName: 'Ada', lastName: 'Lovelace' };
  const cases: Record<string, () => Case> = {
    'fields of an account': () => [
      REGISTER,
      { input: { email: 'x', password: PASSWORD, firstName: '', lastName: 'L' } },
      ['/input/email', '/input/firstName'],
    ],
    'a password that is tried first': () => [
      REGISTER,
      { input: { email: 'ada@example.com', password: 'a'.repeat(20), ...named } },
      ['/input/password'],
    ],
    'an e-mail address': () => [LOGIN, { input: { email: 'x', password: 'y' } }, ['/input/email']],
    'a name': () => [UPDATE_ME, { input: { firstName: '' } }, ['/input/firstName']],
    'fields within fields and items of lists': () => [
      CREATE_PROPERTY,
      {
        input: propertyBody({
          capacity: { guests: 0, bedrooms: 1, beds: 1, bathrooms: 1 },
          amenities: ['wifi', 'dragon'],
        }),
      },
      ['/input/amenities/1', '/input/capacity/guests'],
    ],
    'dates that do not go together': () => [
      CREATE_QUOTE,
      { input: { propertyId: id, checkIn: ahead(5), checkOut: ahead(5), guests: { adults: 1 } } },
      ['/input/checkOut'],
    ],
    'more guests than there is room for': () => [
      CREATE_QUOTE,
      { input: { propertyId: id, checkIn: ahead(5), checkOut: ahead(6), guests: { adults: 50 } } },
      ['/input/guests'],
    ],
    'nights of a block': () => [CREATE_BLOCK, { id, input: { from: ahead(3), to: ahead(3) } }, ['/input/to']],
    'arguments that are in no input': () => [CALENDAR, { id, from: ahead(3), to: ahead(3) }, ['/to']],
    'a cursor of another list': () => [REVIEWS, { id }, ['/after']],
  };

  it.each(Object.keys(cases))('is pointed at by the arguments that the document has: %s', async (name) => {
    const [document, variables, pointers] = (cases[name] as () => Case)();
    const { token } = document === CREATE_QUOTE ? guest : host;
    const { errors } = await app.graphql(document, variables, token, newKey());
    const { code, detail, errors: faults } = errors?.[0]?.extensions ?? {};
    expect(faults?.map(({ pointer }) => pointer).sort()).toEqual(pointers);
    if (code === 'invalid_input') for (const pointer of pointers) expect(detail).toContain(`${pointer}: `);
  });
});
