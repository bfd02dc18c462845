import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { person, TestApp, waitFor } from '#testing';
import { letterTo } from '../support/letters.js';

const PROGRAM = fileURLToPath(new URL('../../../apps/api/src/operations/parked/main.js', import.meta.url));

describe('what was given up after its last try', () => {
  let app: TestApp;
  let poisoned: string;

  beforeAll(async () => {
    app = await TestApp.start({ LOG_LEVEL: 'fatal' });
    // A welcome that cannot be written, as by a mistake in a release.
    await app.sql(
      `ALTER TABLE mails ADD CONSTRAINT poison CHECK (recipient NOT LIKE 'pia%' OR subject NOT LIKE 'Welcome%')`,
    );
    poisoned = (await person(app, 'Pia')).id;
    for (let hour = 0; hour < 8; hour += 1) await app.advance('PT1H');
  });

  afterAll(() => app.stop());

  const parked = async (...args: string[]): Promise<string> => {
    const env = { PATH: process.env.PATH, DATABASE_URL: app.database.url };
    return (await promisify(execFile)(process.execPath, [PROGRAM, ...args], { env })).stdout;
  };

  const told = async (metric: string): Promise<string | undefined> =>
    (await app.get<string>('/metrics')).body.split('\n').find((line) => line.startsWith(metric));

  const eventId = async (): Promise<string> =>
    (await app.sql<{ id: string }>('SELECT id FROM events WHERE subject_id = $1', [poisoned]))[0]?.id ?? '';

  it('is seen in the metrics and in the list, with the reason, and does not touch others', async () => {
    const other = await person(app, 'Olga');
    await letterTo(app, other, /Welcome/);
    expect(await told('roost_parked{kind="event"}')).toBe('roost_parked{kind="event"} 1');
    expect(await told('roost_parked{kind="mail"}')).toBe('roost_parked{kind="mail"} 0');
    const list = await parked();
    expect(list).toMatch(`event        ${await eventId()}`);
    expect(list).toMatch('user.registered to notifications.user_registered');
    expect(list).toMatch(/given up after 8 tries: .*poison/);
  });

  it('is not replayed by an id that is not there', async () => {
    await expect(parked('--replay', 'evt_1')).rejects.toThrow(
      'Nothing that is parked and can be replayed has the id evt_1',
    );
  });

  it('is done once its cause is mended and it is replayed', async () => {
    await app.sql('ALTER TABLE mails DROP CONSTRAINT poison');
    expect(await parked('--replay', await eventId())).toMatch('1 will be tried again');
    await waitFor('the mail', async () => {
      const mails = await app.sql(
        `SELECT FROM mails WHERE recipient LIKE 'pia%' AND subject LIKE 'Welcome%' AND sent_at IS NOT NULL`,
      );
      return mails.length === 1 ? true : undefined;
    });
    expect(await told('roost_parked{kind="event"}')).toBe('roost_parked{kind="event"} 0');
    expect(await parked()).toMatch('Nothing is parked');
  });

  it.each([
    [
      'mail',
      `UPDATE mails SET sent_at = NULL, attempts = 8 WHERE recipient LIKE 'pia%' AND subject LIKE 'Welcome%'`,
      'a mail',
    ],
    [
      'stripe_event',
      `INSERT INTO stripe_events (id, type, payload, received_at, attempts) VALUES ('evt_2', 'charge.odd', '{}', now(), 8)`,
      'charge.odd',
    ],
  ])('is seen and replayed all the same when it is a %s', async (kind, park, what) => {
    await app.sql(park);
    expect(await told(`roost_parked{kind="${kind}"}`)).toBe(`roost_parked{kind="${kind}"} 1`);
    expect(await parked()).toMatch(what);
    await parked('--replay', 'all');
    await waitFor('its end', async () =>
      (await told(`roost_overdue_seconds{kind="${kind}"}`))?.endsWith(' 0') &&
      (await told(`roost_parked{kind="${kind}"}`))?.endsWith(' 0')
        ? true
        : undefined,
    );
  });

  it('is replayed all the same when there is an event of Stripe that cannot be, which is told of and can be dropped', async () => {
    await app.sql(`
      INSERT INTO stripe_events (id, type, unreadable, received_at, last_error)
      VALUES ('evt_unreadable', 'charge.odd', '"', now(), 'too odd')`);
    await app.sql(
      `UPDATE mails SET sent_at = NULL, attempts = 8 WHERE recipient LIKE 'pia%' AND subject LIKE 'Welcome%'`,
    );
    expect(await parked()).toMatch(/evt_unreadable .*\n.*too odd\n +cannot be replayed/);
    await expect(parked('--replay', 'evt_unreadable')).rejects.toThrow('can be replayed');
    expect(await parked('--replay', 'all')).toMatch('1 will be tried again');
    await waitFor('the mail', async () =>
      (await told('roost_parked{kind="mail"}'))?.endsWith(' 0') ? true : undefined,
    );
    expect(await told('roost_parked{kind="stripe_event"}')).toBe('roost_parked{kind="stripe_event"} 1');

    await parked('--drop', 'evt_unreadable');
    expect(await told('roost_parked{kind="stripe_event"}')).toBe('roost_parked{kind="stripe_event"} 0');
    await expect(parked('--drop', 'evt_unreadable')).rejects.toThrow('Nothing that is parked has the id');
    expect(await app.sql(`SELECT FROM stripe_events WHERE id = 'evt_unreadable'`)).toHaveLength(1);
  });

  it.each([
    [
      'mail',
      `UPDATE mails SET sent_at = NULL, attempts = 8 WHERE recipient LIKE 'pia%' AND subject LIKE 'Welcome%' RETURNING id`,
    ],
    [
      'event',
      `UPDATE event_deliveries SET handled_at = NULL, attempts = 8
       WHERE (event_id, handler) = (SELECT event_id, handler FROM event_deliveries ORDER BY event_id LIMIT 1) RETURNING event_id AS id`,
    ],
  ])('can be dropped when it is a %s', async (kind, park) => {
    const [row] = await app.sql<{ id: string }>(park);
    expect(await told(`roost_parked{kind="${kind}"}`)).toBe(`roost_parked{kind="${kind}"} 1`);
    await parked('--drop', row?.id ?? '');
    expect(await told(`roost_parked{kind="${kind}"}`)).toBe(`roost_parked{kind="${kind}"} 0`);
  });
});
