import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, person, place, TestApp, waitFor, type Person, type ProblemAnswer } from '#testing';
import { ahead } from '../support/dates-ahead.js';
import { afterStays, fullLife, type FullLife } from '../support/full-life.js';
import { readLetters } from '../support/letters.js';
import { storedIn } from '../support/traces.js';
import { unzip } from '../support/unzip.js';

/** What the tests read of an export. */
interface Export {
  id: string;
  status: string;
  bytes: number | null;
  expiresAt: string | null;
  downloadUrl: string | null;
}

/** Of these nothing is told: secrets, or what others have written about them, or to them. */
const NEVER_TOLD = ['publicKey'];

const request = (app: TestApp, who: Person) =>
  app.post<Export & ProblemAnswer>('/v1/users/me/exports', undefined, who.token);
const read = (app: TestApp, who: Person, id: string) => app.get<Export>(`/v1/users/me/exports/${id}`, who.token);

async function ready(app: TestApp, who: Person): Promise<Export> {
  const { id } = expectStatus(await request(app, who), 202);
  return waitFor('the export', async () => {
    const { body } = await read(app, who, id);
    return body.status === 'ready' ? body : undefined;
  });
}

const download = async (url: string | null) => fetch(url ?? 'none:');
const filesAt = async (url: string | null) => unzip(Buffer.from(await (await download(url)).arrayBuffer()));

describe('a copy of all that is known of somebody', () => {
  let app: TestApp;
  let host: Person;
  let guest: Person;
  let life: FullLife;
  let other: FullLife;
  let export1: Export;
  let files: Map<string, string>;

  beforeAll(async () => {
    app = await TestApp.start();
    host = await person(app, 'Hanna');
    const hostPlace = await place(app, host);
    guest = await person(app, 'Gil');
    life = await fullLife(app, 'ada', { host, hostPlace, guest });
    // Each of the two stays at the other's: what one has written is known to the other.
    other = await fullLife(app, 'bea', { host: life.who, hostPlace: await place(app, life.who), guest: life.who });
    await app.moveTo(`${ahead(13)}T12:00:00Z`);
    life.who = await afterStays(app, life);
    other.who = await afterStays(app, other);
    export1 = await ready(app, life.who);
    files = await filesAt(export1.downloadUrl);
  });
  afterAll(() => app.stop());

  const textOf = (all: Map<string, string>) => [...all.values()].join('\n');

  it('says what each file is, and how much is in it', () => {
    const manifest = JSON.parse(files.get('manifest.json') ?? '') as {
      about: string;
      files: { file: string; says: string; rows: number }[];
      notIncluded: { what: string; why: string }[];
    };
    expect(manifest.about).toBe(life.who.id);
    // Files of theirs are added as they are, beside the lists: their photo in both of its sizes.
    const [theirs, lists] = [
      [...files.keys()].filter((name) => name.startsWith('files/')),
      [...files.keys()].filter((name) => name !== 'manifest.json' && !name.startsWith('files/')),
    ];
    expect(manifest.files.map(({ file }) => file).sort()).toEqual(lists.sort());
    expect(theirs.map((name) => name.replace(/[0-9a-f-]{36}/, 'ID')).sort()).toEqual([
      'files/photos/ID-large.webp',
      'files/photos/ID-small.webp',
    ]);
    for (const { file, rows } of manifest.files) {
      expect({ file, rows }).toEqual({ file, rows: (JSON.parse(files.get(file) ?? '') as unknown[]).length });
    }
    const filled = manifest.files.filter(({ rows }) => rows > 0).map(({ file }) => file);
    expect(filled).toEqual(
      expect.arrayContaining(['account.json', 'stays.json', 'hosted-stays.json', 'payments.json', 'reviews.json']),
    );
    expect(manifest.notIncluded).toContainEqual({ what: 'recovery_codes', why: 'hashes of secrets' });
  });

  it('has what they have put into each column, and nothing of others', () => {
    const text = textOf(files);
    const marks = [...life.canaries.all()].filter(([column]) => !NEVER_TOLD.includes(column));
    expect(marks.filter(([, word]) => !text.includes(word))).toEqual([]);
    // First names are told of those whom they have met; all else is the others' own.
    const theirs = [...other.canaries.all()].filter(([column]) => !['firstName', 'title'].includes(column));
    expect(theirs.filter(([, word]) => text.includes(word))).toEqual([]);
    expect(text).not.toContain(host.email);
    expect(text).not.toContain(guest.email);
  });

  it('has no secrets', async () => {
    const [secrets] = await app.sql<{ texts: string[] }>(
      `SELECT array_agg(text) AS texts
       FROM (
         SELECT password_hash AS text FROM users WHERE password_hash IS NOT NULL
         UNION ALL SELECT encode(refresh_token_hash, 'hex') FROM sessions
         UNION ALL SELECT client_secret FROM payments WHERE client_secret IS NOT NULL
         UNION ALL SELECT encode(key_hash, 'hex') FROM api_keys
         UNION ALL SELECT encode(code_hash, 'hex') FROM organisation_invitations
       ) secrets`,
    );
    const text = textOf(files);
    expect(secrets?.texts.length).toBeGreaterThan(5);
    expect(secrets?.texts.filter((secret) => text.includes(secret))).toEqual([]);
    expect(text).not.toMatch(/#token=|\$argon2/);
  });

  it('is told of by letter, whose link is good without signing in, and kept by nobody on the way', async () => {
    const link = await waitFor('the letter', async () => {
      const letters = await readLetters(app, life.who);
      const found = letters.find(({ subject }) => subject === 'Your data is ready to be downloaded');
      return found && /https?:\S+/.exec(found.text)?.[0];
    });
    const answer = await download(link);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
      200,
      'application/zip',
      'no-store',
    ]);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="roost-export.zip"');
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.length).toBe(export1.bytes);
    expect((await unzip(bytes)).get('account.json')).toBe(files.get('account.json'));
    expect(await app.sql(`SELECT FROM mails WHERE subject LIKE 'Your data%' AND body <> ''`)).toEqual([]);
  });

  it('is not another’s, nor to be had by a link that is changed', async () => {
    expect((await read(app, other.who, export1.id)).status).toBe(404);
    expect((await app.get<{ data: unknown[] }>('/v1/users/me/exports', other.who.token)).body.data).toEqual([]);
    const url = export1.downloadUrl ?? '';
    const theirs = await ready(app, other.who);
    for (const forged of [
      url.slice(0, -1) + (url.endsWith('A') ? 'B' : 'A'),
      url.replace(export1.id, theirs.id),
      url.replace(/token=.*/, 'token=none'),
    ])
      expect((await download(forged)).status).toBe(404);
    expect((await download(url.replace(/\?.*/, ''))).status).toBe(400);
  });

  it('can be asked for three times a day, and is made one at a time', async () => {
    await app.sql(
      `INSERT INTO data_exports (id, user_id, status, due_at, created_at)
       VALUES (gen_random_uuid(), $1, 'pending', 'infinity', $2)`,
      [guest.id, `${ahead(13)}T12:00:00Z`],
    );
    const [first, second] = await Promise.all([request(app, guest), request(app, guest)]);
    expect(expectStatus(first, 202).id).toBe(expectStatus(second, 202).id);
    await ready(app, life.who);
    await ready(app, life.who);
    const fourth = await request(app, life.who);
    expect([fourth.status, fourth.body.code]).toEqual([429, 'too_many_requests']);
    expect(Number(fourth.headers.get('retry-after'))).toBeGreaterThan(23 * 3600);
  });

  it('is there for a day by the application’s clock, and its file no longer', async () => {
    expect((await storedIn(app, 'exports')).length).toBeGreaterThan(0);
    await app.advance('PT24H');
    expect((await download(export1.downloadUrl)).status).toBe(410);
    expect((await read(app, life.who, export1.id)).body).toMatchObject({ status: 'expired', downloadUrl: null });
    expect(await storedIn(app, 'exports')).toEqual([]);
    expect((await request(app, life.who)).status).toBe(202);
  });
});

describe('an export whose process is killed', () => {
  it('is made after all by the next one, whole', async () => {
    const app = await TestApp.start();
    try {
      const ada = await person(app);
      // So many rows that it takes a while: it is in the middle of them when it is killed.
      await app.sql(
        `INSERT INTO quotes (id, property_id, guest_id, check_in, check_out, adults, children, infants, pets, currency, lines,
           host_lines, total, host_total, expires_at, created_at, booking_mode, cancellation_policy, cancellation_terms,
           check_in_at, check_out_at, time_zone)
         SELECT gen_random_uuid(), $1, $2, '2027-01-01', '2027-01-03', 1, 0, 0, 0, 'USD', '[]', '[]', 1, 1, 'infinity', now(),
           'instant', 'flexible', '{}', now(), now(), 'UTC'
         FROM generate_series(1, 60000)`,
        [await place(app, await person(app, 'Hanna')), ada.id],
      );
      const { id } = expectStatus(await request(app, ada), 202);
      await waitFor('it to be begun', async () =>
        (await app.sql('SELECT FROM data_exports WHERE attempts = 1')).length > 0 ? true : undefined,
      );
      await app.kill();
      expect(await app.sql('SELECT status FROM data_exports')).toEqual([{ status: 'pending' }]);
      await app.restart();
      await app.advance('PT16M');
      const made = await waitFor('the export', async () => {
        const { body } = await read(app, ada, id);
        return body.status === 'ready' ? body : undefined;
      });
      const files = await filesAt(made.downloadUrl);
      const quotes = JSON.parse(files.get('quotes.json') ?? '') as { id: string }[];
      expect(new Set(quotes.map((quote) => quote.id)).size).toBe(60_000);
      expect(await app.sql('SELECT attempts FROM data_exports')).toEqual([{ attempts: 2 }]);
    } finally {
      await app.stop();
    }
  });
});

describe('an export that cannot be read to its end', () => {
  it('fails alone when a file or a list of it cannot be read, and is made when they can', async () => {
    const app = await TestApp.start();
    try {
      const ada = await person(app);
      const photoId = '0193a0b2-7c3e-4d10-9f57-2b1f3c5d7e90';
      await app.sql('INSERT INTO user_photos (id, user_id) VALUES ($1, $2)', [photoId, ada.id]);
      // It can be opened, and not be read.
      const photo = join(app.dataDir, 'storage', 'photos', `${photoId}-large.webp`);
      await mkdir(photo, { recursive: true });
      const { id } = expectStatus(await request(app, ada), 202);
      await tried(app, 1, /EISDIR/);
      await rm(photo, { recursive: true });
      await app.sql('ALTER TABLE consents RENAME COLUMN via TO way');
      await app.advance('PT2H');
      await tried(app, 2, /via/);
      await app.sql('ALTER TABLE consents RENAME COLUMN way TO via');
      await app.advance('PT4H');
      await waitFor('the export', async () => ((await read(app, ada, id)).body.status === 'ready' ? true : undefined));
      expect(await storedIn(app, 'exports')).toEqual([`${id}-3.zip`]);
    } finally {
      await app.stop();
    }
  });

  it('is given up when the processes that made it have all died', async () => {
    const app = await TestApp.start();
    try {
      const ada = await person(app);
      await app.sql(
        `INSERT INTO data_exports (id, user_id, status, attempts, due_at, created_at)
         VALUES (gen_random_uuid(), $1, 'pending', 1000, '2020-01-01', now())`,
        [ada.id],
      );
      await app.advance('PT1M');
      await waitFor('it to be given up', async () =>
        (await app.sql(`SELECT FROM data_exports WHERE status = 'failed'`)).length > 0 ? true : undefined,
      );
      expect(await app.sql('SELECT attempts, due_at FROM data_exports')).toEqual([{ attempts: 1000, due_at: null }]);
    } finally {
      await app.stop();
    }
  });
});

const tried = (app: TestApp, times: number, why: RegExp) =>
  waitFor(`try ${times}`, async () => {
    const [found] = await app.sql<{ attempts: number; last_error: string | null }>('SELECT * FROM data_exports');
    return found?.attempts === times && why.test(found.last_error ?? '') ? true : undefined;
  });
