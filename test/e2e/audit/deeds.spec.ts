import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AUDIT_ACTIONS, type AuditAction } from '#contracts/audit-actions.js';
import {
  book,
  bookingWhen,
  expectStatus,
  newKey,
  PASSWORD,
  pay,
  person,
  place,
  TestApp,
  waitFor,
  type Person,
} from '#testing';
import { firstLink, resetToken, verificationToken } from '../support/accounts.js';
import { challengeOf, codeFor } from '../support/authenticator-app.js';
import { Authenticator, type AskedFor } from '../support/authenticator.js';
import { Deeds } from '../support/deeds.js';
import { ahead } from '../support/dates-ahead.js';
import { readLetters } from '../support/letters.js';
import { callOperation } from '../support/operations.js';
import { codeIn } from '../support/partners.js';
import { phonePhoto } from '../support/photos.js';
import { staff } from '../support/staff.js';

const ORIGIN = 'https://www.roost.test';
const SETTINGS = { PASSKEY_RP_ID: 'roost.test', PASSKEY_ORIGINS: ORIGIN, LOGIN_FREE_FAILURES: '50' };
const REASON = 'Reported for offers that do not exist (case 4711)';
const OTHER_PASSWORD = 'three owls in a hollow oak 8';

/** What other tests hold, by the names of their files and their own. */
const ELSEWHERE: [file: string, test: string, actions: AuditAction[]][] = [
  ['audit-log', 'tells who signed in and out, where, and of refresh tokens', ['session.reuse_detected']],
  ['audit-log', 'tells of sessions that are ended from elsewhere', ['session.ended']],
  ['audit-log', 'tells of wrong passwords for accounts that there are', ['sign_in.failed']],
  ['audit-log', 'tells that a name has changed, and not to what', ['user.renamed']],
  ['audit-log', 'tells what a host has changed of a place', ['property.changed', 'property.paused']],
  ['audit-log', 'tells of blocks, and of answers', ['block.created', 'block.deleted', 'booking.cancelled']],
  ['audit-log', 'tells what an operator did at the command line', ['parked.replayed']],
  [
    '../partners/grants',
    'is in the audit log with who gave it and who ended it',
    ['access_grant.created', 'access_grant.ended'],
  ],
  [
    'privacy-deeds',
    'people do about their own data, and admins about what they agree to',
    ['terms.published', 'consent.given', 'consent.withdrawn', 'user.export_requested', 'user.erased'],
  ],
  ['../auth/identities', 'and was linked: that is in the audit log', ['identity.added', 'identity.removed']],
];

describe('the audit log has an entry, and no second one, of what', () => {
  let app: TestApp;
  let admin: Person;
  let host: Person;
  let deeds: Deeds;

  const did: Deeds['did'] = (...deed) => deeds.did(...deed);
  const nothingIsRecorded: Deeds['nothingIsRecorded'] = (...call) => deeds.nothingIsRecorded(...call);
  const letterLike = (reader: { email: string }, subject: RegExp): Promise<string> =>
    waitFor(
      `a letter to ${reader.email}`,
      async () => (await readLetters(app, reader)).find((letter) => subject.test(letter.subject))?.text,
    );

  beforeAll(async () => {
    app = await TestApp.start(SETTINGS);
    admin = await staff(app, 'admin');
    host = await person(app, 'Hanna');
    deeds = new Deeds(app, admin);
  });
  afterAll(() => app.stop());

  it('people do to what they sign in with', async () => {
    const [ada, eve] = [await person(app), await person(app, 'Eve')];
    const own = { by: ada, to: ada.id };
    // Who follows a link may be signed in as somebody else: the link says who acts, and it comes from no session of theirs.
    const token = await verificationToken(app, ada);
    const says = { sessionId: null };
    await did('verifyEmail', 'email.verified', { ...own, says, sent: { body: { token }, token: eve.token } });
    const passwords = { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD };
    await did('changePassword', 'password.changed', { ...own, sent: { body: passwords } });
    const email = `lovelace.${process.pid}@example.com`;
    const asked = { body: { email, password: OTHER_PASSWORD } };
    await did('requestEmailChange', 'email.change_requested', { ...own, sent: asked });
    const leaving = { token: await firstLink(app, ada, /^Confirm that your e-mail address is to change/) };
    await nothingIsRecorded('confirmEmailChange', { body: leaving });
    const taking = { token: await firstLink(app, { email }, /^Confirm your new e-mail address/) };
    await did('confirmEmailChange', 'email.changed', { ...own, sent: { body: taking, token: undefined } });
    const resetting = { token: await resetToken(app, eve), password: OTHER_PASSWORD };
    const body = { body: resetting, token: undefined };
    await did('resetPassword', 'password.reset', { by: eve, to: eve.id, sent: body });
  });

  it('people do to their second factor', async () => {
    const tom = await person(app, 'Tom');
    const own = { by: tom, to: tom.id };
    const { secret } = expectStatus(await callOperation<{ secret: string }>(app, 'createTotp', tom), 200);
    const sent = { body: { code: codeFor(secret) } };
    await did('confirmTotp', 'second_factor.totp_added', { ...own, sent });
    const { recoveryCodes } = await did<{ recoveryCodes: string[] }>(
      'createRecoveryCodes',
      'second_factor.recovery_codes_made',
      own,
    );
    const proof = { challengeToken: await challengeOf(app, tom), recoveryCode: recoveryCodes[0] };
    await did('completeLogin', 'second_factor.recovery_code_used', {
      ...own,
      sent: { body: proof, token: undefined },
      says: { after: { codesLeft: 9 } },
    });
    const challengeToken = await challengeOf(app, tom);
    const wrong = { body: { challengeToken, code: '000000' }, token: undefined };
    for (let time = 1; time < 5; time += 1) await nothingIsRecorded('completeLogin', wrong);
    await did('completeLogin', 'second_factor.failed', { by: null, to: tom.id, sent: wrong, status: 401 });
    await did('deleteTotp', 'second_factor.totp_removed', own);
  });

  it('people do to their passkeys, but not how they call them', async () => {
    const pat = await person(app, 'Pat');
    const own = { by: pat, to: pat.id };
    const device = new Authenticator(ORIGIN);
    const asked = await callOperation<{ publicKey: AskedFor }>(app, 'createPasskeyOptions', pat);
    const credential = device.create(expectStatus(asked, 200).publicKey);
    const sent = { body: { name: 'Phone of Pat', credential } };
    const { id } = await did('createPasskey', 'passkey.added', { ...own, sent });
    const says = { after: { passkeyId: id } };
    const renamed = { ids: [id], body: { name: 'Old phone of Pat' } };
    const withheld = { after: { passkeyId: id, withheld: ['name'] } };
    await did('updatePasskey', 'passkey.renamed', { ...own, sent: renamed, says: withheld });
    const options = async () =>
      (await callOperation<{ publicKey: AskedFor }>(app, 'createPasskeyLoginOptions')).body.publicKey;
    const copied = { body: { credential: device.get(await options(), { counter: 1 }) } };
    await did('loginWithPasskey', 'passkey.refused', { by: null, to: pat.id, sent: copied, status: 401, says });
    await did('deletePasskey', 'passkey.removed', { ...own, sent: { ids: [id] }, says });
  });

  it('people tell of themselves, but not what', async () => {
    const pia = await person(app, 'Pia');
    const own = { by: pia, to: pia.id };
    const profile = { body: { bio: 'Baker in Troy', languages: ['it'], timeZone: 'Europe/Rome', currency: 'CHF' } };
    const withheld = { before: {}, after: { withheld: ['languages', 'bio', 'timeZone', 'currency'] } };
    await did('updateMe', 'user.profile_changed', { ...own, sent: profile, says: withheld });
    await nothingIsRecorded('updateMe', { ...profile, token: pia.token });
    const sent = { raw: new Uint8Array(await phonePhoto()), headers: { 'content-type': 'image/jpeg' } };
    await did('updatePhoto', 'user.photo_changed', { ...own, sent });
    await did('deletePhoto', 'user.photo_removed', own);
  });

  it('staff do to accounts, and why', async () => {
    const gil = await person(app, 'Gil');
    const to = { by: admin, to: gil.id };
    const because = { sent: { ids: [gil.id], body: { reason: REASON } }, says: { reason: REASON } };
    const look = await did('createLook', 'look.begun', { ...to, ...because });
    expect(await deeds.last()).toMatchObject({ after: { lookId: look.id } });
    await did('suspendAccount', 'user.suspended', { ...to, ...because });
    await nothingIsRecorded('suspendAccount', { ...because.sent, token: admin.token });
    await did('restoreAccount', 'user.restored', { ...to, ...because });
    const roles = { ids: [gil.id], body: { roles: ['admin', 'support'] } };
    const says = { before: { roles: [] }, after: { roles: ['support', 'admin'] } };
    await did('updateRoles', 'user.roles_changed', { ...to, sent: roles, says });
    await nothingIsRecorded('updateRoles', { ...roles, token: admin.token });
  });

  it('hosts answer, say of single days, ask for nights by season, and that they give a place up', async () => {
    const [guest, propertyId] = [
      await person(app, 'Gina'),
      await place(app, host, { rules: { bookingMode: 'request' } }),
    ];
    for (const [operation, action, day] of [
      ['acceptBooking', 'booking.accepted', 10],
      ['declineBooking', 'booking.declined', 20],
    ] as const) {
      const { id, payment } = await book(app, guest, { propertyId, checkIn: ahead(day), checkOut: ahead(day + 2) });
      await pay(app, payment);
      await bookingWhen(app, guest, id, 'requested');
      await did(operation, action, { by: host, to: id, sent: { ids: [id], headers: newKey() } });
    }
    const days = [
      { from: ahead(30), to: ahead(33), minNights: 2, price: { amount: 12_000, currency: 'USD' } },
      { from: ahead(31), to: ahead(32), closedToArrival: true, maxNights: null },
    ];
    const sent = { ids: [propertyId], body: { days } };
    await did('setCalendarDays', 'calendar.days_set', { by: host, to: propertyId, sent, says: { after: { days } } });
    const empty = await place(app, host);
    const nightly = { amount: 9000, currency: 'USD' };
    const season = { from: ahead(30), to: ahead(40) };
    const seasons = { body: { seasons: [{ name: 'Harvest at Hanna’s', ...season, nightly }] } };
    const told = { ...season, nightly: 9000, weekendNightly: null };
    await did('updateSeasons', 'property.seasons_changed', {
      by: host,
      to: empty,
      sent: { ids: [empty], ...seasons },
      says: { before: { seasons: [] }, after: { seasons: [told], withheld: ['name'] } },
    });
    await did('archiveProperty', 'property.archived', { by: host, to: empty, sent: { ids: [empty] } });
  });

  it('hosts and their co-hosts agree on', async () => {
    const property = await place(app, host);
    const cora = await person(app, 'Cora');
    const [byHost, byCora] = [host, cora].map((by) => ({ by, to: property }));
    if (!byHost || !byCora) throw new Error('nobody is there');
    const invite = async (reader: Person) => {
      const body = { email: reader.email, permissions: ['calendar'] };
      const { id } = await did('createCoHostInvitation', 'co_host.invited', {
        ...byHost,
        sent: { ids: [property], body },
        says: { after: { invitationId: expect.any(String), permissions: ['calendar'] } },
      });
      return { id, token: /#token=(\S+)/.exec(await letterLike(reader, /invites you to be a co-host/))?.[1] };
    };
    const joined = async (reader: Person) => {
      const { id, token } = await invite(reader);
      const sent = { ids: [id], body: { token } };
      await did('acceptCoHostInvitation', 'co_host.joined', { by: reader, to: property, sent });
      await nothingIsRecorded('acceptCoHostInvitation', { ...sent, token: reader.token });
    };
    const withdrawn = await invite(await person(app, 'Nora'));
    const of = { ids: [property, withdrawn.id] };
    await did('deleteCoHostInvitation', 'co_host.invitation_withdrawn', { ...byHost, sent: of });
    const dora = await person(app, 'Dora');
    const refused = await invite(dora);
    const no = { by: dora, to: property, sent: { ids: [refused.id] } };
    await did('declineCoHostInvitation', 'co_host.invitation_declined', no);
    await joined(cora);
    const place1 = { ids: [property, cora.id] };
    await did('updateCoHost', 'co_host.permissions_changed', {
      ...byHost,
      sent: { ...place1, body: { permissions: ['bookings', 'calendar'] } },
      says: {
        before: { userId: cora.id, permissions: ['calendar'] },
        after: { userId: cora.id, permissions: ['calendar', 'bookings'] },
      },
    });
    await did('deleteCoHost', 'co_host.left', { ...byCora, sent: place1, says: { before: { userId: cora.id } } });
    const cleo = await person(app, 'Cleo');
    await joined(cleo);
    await did('deleteCoHost', 'co_host.removed', { ...byHost, sent: { ids: [property, cleo.id] } });
  });

  it('partners do with their organisations', async () => {
    const [olga, mia] = [await person(app, 'Olga'), await person(app, 'Mia')];
    const founded = { name: 'Channel Works', slug: `deeds-${process.pid}` };
    const made = await callOperation<{ id: string }>(app, 'createOrganisation', { body: founded, token: olga.token });
    const to = expectStatus(made, 201).id;
    expect(await deeds.last()).toMatchObject({
      action: 'organisation.created',
      subjectId: to,
      actorId: olga.id,
    });
    const byOwner = { by: olga, to };
    const renamed = { sent: { ids: [to], body: { name: 'Channel Yards' } }, says: { after: { withheld: ['name'] } } };
    await did('updateOrganisation', 'organisation.renamed', { ...byOwner, ...renamed });
    await nothingIsRecorded('updateOrganisation', { ...renamed.sent, token: olga.token });
    const invitation = { ids: [to], body: { email: `nobody.${process.pid}@example.com`, role: 'owner' } };
    const open = await did('createInvitation', 'organisation.member_invited', { ...byOwner, sent: invitation });
    const of = { ids: [to, open.id] };
    await did('deleteInvitation', 'organisation.invitation_withdrawn', { ...byOwner, sent: of });
    const join = async () => {
      const asked = { ids: [to], body: { email: mia.email, role: 'member' }, token: olga.token };
      expectStatus(await callOperation(app, 'createInvitation', asked), 201);
      const codes = await waitFor('another letter', async () => {
        const letters = (await readLetters(app, mia)).filter(({ subject }) => /asks you to join/.test(subject));
        return letters.length > joins ? letters.map(({ text }) => codeIn(text)) : undefined;
      });
      joins += 1;
      const [code] = codes.filter((each) => !used.has(each));
      used.add(code);
      const says = { after: { userId: mia.id, role: 'member' } };
      await did('joinOrganisation', 'organisation.member_joined', { by: mia, to, sent: { body: { code } }, says });
    };
    let joins = 0;
    const used = new Set<string | undefined>();
    await join();
    const member = { ids: [to, mia.id] };
    for (const [operation, had, has] of [
      ['promoteMember', 'member', 'owner'],
      ['demoteMember', 'owner', 'member'],
    ] as const) {
      const says = { before: { userId: mia.id, role: had }, after: { userId: mia.id, role: has } };
      await did(operation, 'organisation.role_changed', { ...byOwner, sent: member, says });
      await nothingIsRecorded(operation, { ...member, token: olga.token });
    }
    await did('deleteMember', 'organisation.member_left', { by: mia, to, sent: member });
    await join();
    await did('deleteMember', 'organisation.member_removed', { ...byOwner, sent: member });
  });

  it('partners do with their keys, but not the keys', async () => {
    const olga = await person(app, 'Olga');
    const founded = { body: { name: 'Key Works', slug: `keys-${process.pid}` }, token: olga.token };
    const to = expectStatus(await callOperation<{ id: string }>(app, 'createOrganisation', founded), 201).id;
    const own = { by: olga, to };
    const terms = { name: 'nightly sync', scopes: ['calendar:read'] };
    const first = await did<{ id: string; key: string }>('createApiKey', 'api_key.created', {
      ...own,
      sent: { ids: [to], body: terms },
      says: { after: { keyId: expect.any(String), scopes: ['calendar:read'], expiresAt: null } },
    });
    const next = await did<{ id: string; key: string }>('rotateApiKey', 'api_key.rotated', {
      ...own,
      sent: { ids: [to, first.id], body: { overlapHours: 1 } },
      says: { before: { keyId: first.id } },
    });
    const ended = { sent: { ids: [to, next.id] }, says: { before: { keyId: next.id } } };
    await did('deleteApiKey', 'api_key.ended', { ...own, ...ended });
    const [log] = await app.sql<{ text: string }>(`SELECT string_agg(e::text, ' ') AS text FROM audit_entries e`);
    const untold = [
      first.key,
      next.key,
      'nightly sync',
      'Channel',
      'phone of Pat',
      '@example',
      PASSWORD,
      OTHER_PASSWORD,
    ];
    for (const text of untold) expect(log?.text).not.toContain(text);
  });

  it('operators let go of', async () => {
    const [mail] = await app.sql<{ id: string }>(
      `INSERT INTO mails (id, recipient, subject, body, created_at)
       VALUES (gen_random_uuid(), 'a@b.c', '', '', now())
       RETURNING id`,
    );
    const id = mail?.id ?? '';
    const program = new URL('../../../apps/api/src/operations/parked/main.js', import.meta.url).pathname;
    const env = { PATH: process.env.PATH, DATABASE_URL: app.database.url, DATA_DIR: app.dataDir };
    await promisify(execFile)(process.execPath, [program, '--drop', id], { env });
    expect(await deeds.last()).toMatchObject({ action: 'parked.dropped', actorKind: 'system', subjectId: id });
  });

  it('the catalogue has: nothing in it is recorded by no test', async () => {
    const produced = await app.sql<{ action: string }>('SELECT DISTINCT action FROM audit_entries');
    const here = new Set(produced.map(({ action }) => action));
    const named = new Set<string>(ELSEWHERE.flatMap(([, , actions]) => actions));
    const missing = Object.keys(AUDIT_ACTIONS).filter((action) => !here.has(action) && !named.has(action));
    expect(missing).toEqual([]);
    for (const [file, test] of ELSEWHERE) {
      expect(await readFile(new URL(`./${file}.spec.js`, import.meta.url), 'utf8')).toContain(test);
    }
  });
});
