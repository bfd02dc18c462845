import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  confirmedBooking,
  expectStatus,
  newKey,
  PASSWORD,
  person,
  place,
  TestApp,
  waitFor,
  type Person,
} from '#testing';
import { ahead } from '../support/dates-ahead.js';
import { staff } from '../support/staff.js';
import { unzip } from '../support/unzip.js';

/** What is told of an entry of the audit log. */
interface ToldEntry {
  action: string;
  reason: string | null;
  before: unknown;
  after: unknown;
}

describe('what an erasure does not take at once', () => {
  let app: TestApp;
  let host: Person;

  beforeAll(async () => {
    app = await TestApp.start();
    host = await person(app, 'Hanna');
  });
  afterAll(() => app.stop());

  const erase = async (who: Person) =>
    expect((await app.post('/v1/users/me/erasure', undefined, who.token)).status).toBe(204);

  it('is the row of a photo that is being written: its hour stays, so that files that come late are found', async () => {
    const ada = await person(app, 'Ada');
    await app.sql(
      `INSERT INTO user_photos (id, user_id, remove_at)
       VALUES (gen_random_uuid(), $1, 'infinity'), (gen_random_uuid(), $1, NULL)`,
      [ada.id],
    );
    await erase(ada);
    const left = `SELECT FROM user_photos WHERE user_id = $1 AND remove_at = 'infinity'`;
    expect(await app.sql(left, [ada.id])).toHaveLength(1);
    expect(await app.sql('SELECT FROM user_photos WHERE user_id = $1 AND remove_at IS NULL', [ada.id])).toEqual([]);
  });

  it('is an event of Stripe that is parked: it says of the payer nothing any more', async () => {
    const gil = await person(app, 'Gil');
    const propertyId = await place(app, host);
    const { id } = await confirmedBooking(app, gil, { propertyId, checkIn: ahead(1), checkOut: ahead(2) });
    expectStatus(await app.post(`/v1/bookings/${id}/cancel`, undefined, gil.token, newKey()), 200);
    await waitFor('the refund', async () =>
      (await app.sql('SELECT FROM payments WHERE retry_at IS NULL AND refunded_amount > 0')).length > 0
        ? true
        : undefined,
    );
    const [payment] = await app.sql<{ intent: string }>('SELECT stripe_payment_intent_id AS intent FROM payments');
    const object = { id: payment?.intent, object: 'payment_intent', metadata: { payment_id: 'x' } };
    const about = { id: 'evt_parked', type: 'payment_intent.canceled', data: { object } };
    const payload = { ...about, account: 'acct', data: { object: { ...object, receipt_email: gil.email } } };
    await app.sql(`INSERT INTO stripe_events (id, type, payload, received_at) VALUES ('evt_parked', $1, $2, now())`, [
      about.type,
      JSON.stringify(payload),
    ]);
    await erase(gil);
    const found = await app.sql(`SELECT payload FROM stripe_events WHERE id = 'evt_parked'`);
    expect(found).toEqual([{ payload: about }]);
  });

  it('is an answer that the program of an organisation got, and not one that a person got', async () => {
    const [ada, bea] = [await person(app, 'Ada'), await person(app, 'Bea')];
    const organisation = '0193a0b2-7c3e-7d10-9f57-2b1f3c5d7e90';
    await app.sql(
      `INSERT INTO organisations (id, name, slug, created_at, updated_at) VALUES ($1, 'Works', 'works', now(), now())`,
      [organisation],
    );
    await app.sql(
      `INSERT INTO access_grants (id, host_id, user_id, organisation_id, holder_id, permissions, granted_by, granted_at)
       VALUES (gen_random_uuid(), $1, $2, NULL, $2, '{listing}', $1, now()),
         (gen_random_uuid(), $1, NULL, $3, $3, '{listing}', $1, now())`,
      [ada.id, bea.id, organisation],
    );
    await app.sql(
      `INSERT INTO idempotency_keys (scope, key, request_hash, status, body, locked_until, created_at)
       SELECT holder || ' POST /x', 'k', '', 200, $3, now(), now()
       FROM unnest(ARRAY[$1::text, $2::text]) holder`,
      [bea.id, organisation, JSON.stringify({ host: ada.id })],
    );
    await erase(ada);
    expect(await app.sql(`SELECT scope FROM idempotency_keys WHERE key = 'k'`)).toEqual([
      { scope: `${organisation} POST /x` },
    ]);
  });

  it('is a reason of staff, told in an export to the one whom it is about alone', async () => {
    const [admin, ada] = [await staff(app, 'admin'), await person(app, 'Ada')];
    const account = `/v1/users/${ada.id}`;
    expectStatus(await app.post(`${account}/suspend`, { reason: 'Reported (case 4711)' }, admin.token), 200);
    expectStatus(await app.post(`${account}/restore`, { reason: 'Seen to (case 4711)' }, admin.token), 200);
    const login = await app.post<{ accessToken: string }>('/v1/auth/login', { email: ada.email, password: PASSWORD });
    ada.token = expectStatus(login, 200).accessToken;
    const [ofAda, ofAdmin] = [await auditLogOf(ada), await auditLogOf(admin)];
    const about = ({ action }: ToldEntry) => action === 'user.suspended';
    expect(ofAda.find(about)?.reason).toBe('Reported (case 4711)');
    expect(ofAdmin.find(about)).toMatchObject({ reason: null, before: null, after: null });
  });

  async function auditLogOf(who: Person): Promise<ToldEntry[]> {
    const path = '/v1/users/me/exports';
    const { id } = expectStatus(await app.post<{ id: string }>(path, undefined, who.token), 202);
    const url = await waitFor('the export', async () => {
      const { body } = await app.get<{ downloadUrl: string | null }>(`${path}/${id}`, who.token);
      return body.downloadUrl ?? undefined;
    });
    const files = await unzip(Buffer.from(await (await fetch(url)).arrayBuffer()));
    return JSON.parse(files.get('audit-log.json') ?? '') as ToldEntry[];
  }
});
