import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import exifr from 'exifr';
import sharp from 'sharp';
import { expectStatus, PASSWORD, person, TestApp, waitFor, type Person } from '#testing';
import { callOperation } from '../support/operations.js';
import { fileAt, phonePhoto, picture, sendPhoto, type Account } from '../support/photos.js';
import { staff } from '../support/staff.js';

describe('a photo', () => {
  let app: TestApp;
  let ada: Person;

  beforeAll(async () => {
    app = await TestApp.start();
    ada = await person(app);
  });
  afterAll(() => app.stop());

  const me = async (who: Person) => expectStatus(await app.get<Account>('/v1/users/me', who.token), 200);
  const shown = async (who: Person, bytes: Buffer) => expectStatus(await sendPhoto(app, who, bytes), 200).photoUrl;
  const folder = () => join(app.dataDir, 'storage', 'photos');
  const filesOf = async (url = '') =>
    (await readdir(folder())).filter((name) => name.includes(url.split('/').at(-1) ?? ''));

  it('is shown to everyone, in two sizes, as WebP that keeps nothing of where it was taken', async () => {
    const sent = await phonePhoto();
    expect(await exifr.gps(sent)).toMatchObject({ latitude: expect.closeTo(42.65, 1) });
    expect(sent.includes('secret-of-xmp')).toBe(true);
    const url = await shown(ada, sent);
    const sizes = [];
    for (const query of ['', '?size=large', '?size=small']) {
      const { response, bytes } = await fileAt(app, `${url}${query}`);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/webp']);
      const { format, width, height, exif, xmp, icc, iptc, orientation } = await sharp(bytes).metadata();
      expect({ exif, xmp, icc, iptc, orientation }).toEqual({});
      expect(await exifr.parse(bytes, true).catch(() => undefined)).toBeUndefined();
      for (const secret of ['Roost Phone', 'Lovelace', 'secret-of-xmp']) expect(bytes.includes(secret)).toBe(false);
      sizes.push([format, width, height]);
    }
    // Its EXIF says that it lies on its side.
    expect(sizes).toEqual([
      ['webp', 341, 512],
      ['webp', 341, 512],
      ['webp', 85, 128],
    ]);
    expect((await app.get<Account>(`/v1/users/${ada.id}`)).body.photoUrl).toBe(url);
    expect((await me(ada)).photoUrl).toBe(url);
  });

  it('is not made larger than it was', async () => {
    const { bytes } = await fileAt(app, await shown(ada, await picture(40, 30).png().toBuffer()));
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 40, height: 30 });
  });

  it('may be kept by caches, is not sent again to who has it, and runs nothing', async () => {
    const url = await shown(ada, await phonePhoto());
    const { response } = await fileAt(app, url);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'public, max-age=86400, immutable',
      'content-security-policy': "default-src 'none'",
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    });
    const headers = { 'if-none-match': response.headers.get('etag') ?? '' };
    const path = new URL(url ?? '').pathname;
    expect((await app.call('GET', path, { headers })).status).toBe(304);
    expect((await app.call('HEAD', path)).status).toBe(200);
    expect((await app.get(`${path}?size=huge`)).status).toBe(400);
  });

  it('is gone from its URL, and from the disk, once there is another or none', async () => {
    const first = await shown(ada, await phonePhoto());
    expect(await filesOf(first)).toHaveLength(2);
    const second = await shown(ada, await phonePhoto());
    expect(second).not.toBe(first);
    expect((await fileAt(app, first)).response.status).toBe(404);
    expect(await filesOf(first)).toEqual([]);
    const { version } = await me(ada);
    expect((await callOperation(app, 'deletePhoto', ada)).status).toBe(204);
    expect((await fileAt(app, second)).response.status).toBe(404);
    expect(await readdir(folder())).toEqual([]);
    expect(await app.sql('SELECT FROM user_photos')).toEqual([]);
    const after = await me(ada);
    expect([after.photoUrl, after.version]).toEqual([undefined, version + 1]);
    expect((await callOperation(app, 'deletePhoto', ada)).status).toBe(204);
    expect((await me(ada)).version).toBe(version + 1);
  });

  it('is changed in the version that was read, and in no other', async () => {
    const { version } = await me(ada);
    const [raw, token] = [new Uint8Array(await phonePhoto()), ada.token];
    const change = (tags: Record<string, string>) =>
      app.call<Account>('PUT', '/v1/users/me/photo', {
        token,
        raw,
        headers: { 'content-type': 'image/jpeg', ...tags },
      });
    expect((await change({})).status).toBe(428);
    expect((await change({ 'if-match': `"${version - 1}"` })).status).toBe(412);
    const changed = expectStatus(await change({ 'if-match': `"${version}"` }), 200);
    expect(changed.version).toBe(version + 1);
    expect((await change({ 'if-match': `"${version}"` })).status).toBe(412);
    expect((await me(ada)).photoUrl).toBe(changed.photoUrl);
  });

  it('of several that come at once for one version is one, and no file of the others stays', async () => {
    const mia = await person(app, 'Mia');
    const other = expectStatus(
      await app.post<{ accessToken: string }>('/v1/auth/login', { email: mia.email, password: PASSWORD }),
      200,
    );
    const headers = { 'content-type': 'image/jpeg', 'if-match': '"1"' };
    const raw = new Uint8Array(await phonePhoto());
    const answers = await Promise.all(
      [mia.token, other.accessToken, mia.token].map((token) =>
        app.call('PUT', '/v1/users/me/photo', { token, raw, headers }),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses[0]).toBe(200);
    expect(statuses.slice(1).every((status) => [412, 503].includes(status))).toBe(true);
    await app.advance('PT2H');
    await waitFor('the others to be swept', async () =>
      (await app.sql('SELECT FROM user_photos WHERE remove_at IS NOT NULL')).length === 0 ? true : undefined,
    );
    expect(await filesOf((await me(mia)).photoUrl)).toHaveLength(2);
  });

  it('that nobody came to show, or that could not be removed, is swept away with its files', async () => {
    const [cut, stuck] = ['a3f8e2c1-9b7d-4e6f-85c4-d3b2e1f09876', 'b3f8e2c1-9b7d-4e6f-85c4-d3b2e1f09876'];
    await writeFile(join(folder(), `${cut}-large.webp`), 'half of the sizes');
    await writeFile(join(folder(), `${stuck}-small.webp`), 'left over');
    await app.sql(
      `INSERT INTO user_photos (id, user_id, remove_at) VALUES ($1, $3, $4::timestamptz + interval '50 min'), ($2, $3, $4)`,
      [cut, stuck, ada.id, '2026-11-23T12:00:00Z'],
    );
    await app.advance('PT1H');
    await waitFor('the sweep', async () =>
      (await filesOf(cut)).length + (await filesOf(stuck)).length === 0 ? true : undefined,
    );
    expect(await filesOf((await me(ada)).photoUrl)).toHaveLength(2);
  });

  it('whose file is lost is a 404, and can be shown anew', async () => {
    const url = await shown(ada, await phonePhoto());
    for (const name of await filesOf(url)) await rm(join(folder(), name));
    expect((await fileAt(app, url)).response.status).toBe(404);
    expect((await fileAt(app, await shown(ada, await phonePhoto()))).response.status).toBe(200);
  });

  it('stays while its owner is suspended, as their profile does', async () => {
    const sue = await person(app, 'Sue');
    const url = await shown(sue, await phonePhoto());
    const admin = await staff(app, 'admin');
    const sent = { ids: [sue.id], body: { reason: 'Reported' }, token: admin.token };
    expect((await callOperation(app, 'suspendAccount', sent)).status).toBe(200);
    expect((await fileAt(app, url)).response.status).toBe(200);
    expect((await app.get<Account>(`/v1/users/${sue.id}`)).body.photoUrl).toBe(url);
    expect((await sendPhoto(app, sue, await phonePhoto())).status).toBe(401);
  });

  it('is nobody’s to change but its owner’s: support only looks', async () => {
    const olga = await person(app, 'Olga');
    const url = await shown(olga, await phonePhoto());
    const support = await staff(app, 'support');
    const begun = { ids: [olga.id], body: { reason: 'Asked by phone' }, token: support.token };
    const look = expectStatus(await callOperation<{ accessToken: string }>(app, 'createLook', begun), 201).accessToken;
    const looking = { ...olga, token: look };
    expect((await sendPhoto(app, looking, await phonePhoto())).body.code).toBe('read_only');
    expect((await callOperation(app, 'deletePhoto', looking)).body.code).toBe('read_only');
    expect((await sendPhoto(app, { token: '' }, await phonePhoto())).status).toBe(401);
    expect((await me(olga)).photoUrl).toBe(url);
  });
});
