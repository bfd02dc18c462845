import { describe, expect, it } from '@jest/globals';
import { expectStatus, PASSWORD, TestApp, waitFor } from '#testing';
import { readLetters } from '../support/letters.js';
import { callOperation } from '../support/operations.js';

describe('the audit log, where nobody learns who has an account', () => {
  it('says of a registration that its new owner did it', async () => {
    const app = await TestApp.start({ REGISTRATION_ANSWER: '202' });
    try {
      const email = `rita.${process.pid}@example.com`;
      const body = { email, password: PASSWORD, firstName: 'Rita', lastName: 'Tester' };
      for (let time = 1; time <= 2; time += 1) expectStatus(await callOperation(app, 'register', { body }), 202);
      await waitFor('both registrations', async () =>
        (await readLetters(app, { email })).length >= 2 ? true : undefined,
      );
      const [user] = await app.sql<{ id: string }>('SELECT id FROM users WHERE email = $1', [email]);
      const recorded = await app.sql(
        `SELECT actor_kind, actor_id, subject_id FROM audit_entries WHERE action = 'user.registered'`,
      );
      expect(recorded).toEqual([{ actor_kind: 'user', actor_id: user?.id, subject_id: user?.id }]);
    } finally {
      await app.stop();
    }
  });
});
