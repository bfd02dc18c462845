import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { person, place, TestApp, type Person } from '#testing';
import { ahead } from '../support/dates-ahead.js';

interface Shown {
  calendar: { data: { available: boolean }[] };
}

describe('a mutation of several fields', () => {
  let app: TestApp;
  let host: Person;

  beforeAll(async () => {
    app = await TestApp.start();
    host = await person(app, 'Hanna');
  });

  afterAll(() => app.stop());

  it('shows in each answer what the fields before it have done, not what was loaded for them', async () => {
    const propertyId = await place(app, host);
    const { data, errors } = await app.graphql<{ before: Shown; after: Shown }>(
      `mutation ($id: ID!, $from: LocalDate!, $to: LocalDate!) {
        before: pauseProperty(id: $id) { calendar(from: $from, to: $to) { data { available } } }
        createBlock(propertyId: $id, input: { from: $from, to: $to }) { id }
        after: publishProperty(id: $id) { calendar(from: $from, to: $to) { data { available } } }
      }`,
      { id: propertyId, from: ahead(5), to: ahead(6) },
      host.token,
    );
    expect(errors).toBeUndefined();
    expect(data.before.calendar.data).toEqual([{ available: true }]);
    expect(data.after.calendar.data).toEqual([{ available: false }]);
  });
});
