import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, person, TestApp, type Person } from '#testing';
import { Deeds } from '../support/deeds.js';
import { callOperation } from '../support/operations.js';
import { staff } from '../support/staff.js';

describe('the audit log has an entry, and no second one, of what', () => {
  let app: TestApp;
  let admin: Person;
  let deeds: Deeds;

  beforeAll(async () => {
    app = await TestApp.start();
    admin = await staff(app, 'admin');
    deeds = new Deeds(app, admin);
  });
  afterAll(() => app.stop());

  it('people do about their own data, and admins about what they agree to', async () => {
    const petra = await person(app, 'Petra');
    const own = { by: petra, to: petra.id };
    const document = `deeds_${process.pid}`;
    const terms = { document, version: '1', url: 'https://www.example.com/', sha256: '0'.repeat(64), required: false };
    const published = await callOperation<{ id: string }>(app, 'publishTerms', { body: terms, token: admin.token });
    const termsId = expectStatus(published, 201).id;
    const said = { after: { document, version: '1', required: false } };
    expect(await deeds.last()).toMatchObject({
      action: 'terms.published',
      actorId: admin.id,
      subjectId: termsId,
      ...said,
    });
    const agreed = { body: { document, version: '1' } };
    const { id } = await deeds.did('createConsent', 'consent.given', { ...own, sent: agreed });
    await deeds.nothingIsRecorded('createConsent', { ...agreed, token: petra.token });
    const says = { before: { consentId: id, document } };
    await deeds.did('withdrawConsent', 'consent.withdrawn', { ...own, sent: { ids: [id] }, says });
    await deeds.nothingIsRecorded('withdrawConsent', { ids: [id], token: petra.token });
    const asked = await deeds.did('requestExport', 'user.export_requested', own);
    expect(await deeds.last()).toMatchObject({ after: { exportId: asked.id } });
    await deeds.did('eraseAccount', 'user.erased', own);
  });
});
