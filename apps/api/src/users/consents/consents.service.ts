import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import type { Principal } from '#auth';
import { Clock, newId } from '#clock';
import type { ConsentDto, ConsentInput, PublishTermsInput, TermsDto } from '#contracts/consents.dto.js';
import type { PageQuery } from '#contracts/page.dto.js';
import { Database, firstRow, rows, violates } from '#database';
import { Cursors, InvalidInput, NotFound, type KeysetPage } from '#http';
import { ConsentNotCurrent, ConsentRequired, TermsPublished } from './consents.errors.js';
import {
  consentsOf,
  consentTo,
  insertConsents,
  insertTerms,
  ownConsent,
  termsInForce,
  withdraw,
} from './consents.queries.js';
import { faultsOf, missingFrom } from './named-terms.js';

const WHERE_TO_LOOK = 'GET /v1/terms says what is in force.';

/** What people agree to, and who has agreed to what. */
@Injectable()
export class ConsentsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly cursors: Cursors,
    private readonly audit: Audit,
  ) {}

  /** Of each document the version that is in force. */
  inForce(): Promise<TermsDto[]> {
    return this.database.rows(termsInForce(this.clock.now()));
  }

  /** Publishes a version of a document, from now or later on: what was agreed to is not changed afterwards. */
  async publish(admin: Principal, { effectiveAt, ...input }: PublishTermsInput): Promise<TermsDto> {
    const publishedAt = this.clock.now();
    const from = effectiveAt === undefined ? publishedAt : new Date(effectiveAt);
    if (from < publishedAt) {
      throw new InvalidInput([{ pointer: '/effectiveAt', code: 'past', message: 'must not be in the past' }]);
    }
    const terms = { id: newId(), ...input, effectiveAt: from };
    try {
      await this.database.transaction(async (tx) => {
        await rows(tx, insertTerms({ ...terms, publishedBy: admin.id, publishedAt }));
        const { document, version, required } = terms;
        await this.audit.record(tx, {
          action: 'terms.published',
          subject: terms.id,
          after: { document, version, required },
        });
      });
    } catch (error) {
      if (violates(error, 'terms_once'))
        throw new TermsPublished('What was agreed to is not changed: name another version.');
      throw error;
    }
    return terms;
  }

  /**
   * The ids of the terms that somebody agrees to who registers.
   * @throws ConsentNotCurrent naming each that is not in force, and what is required and missing
   */
  async ofRegistration(named: readonly ConsentInput[]): Promise<string[]> {
    const inForce = await this.inForce();
    const errors = [...faultsOf(named, inForce, '/consents'), ...missingFrom(named, inForce, '/consents')];
    if (errors.length > 0) throw new ConsentNotCurrent(WHERE_TO_LOOK, { errors });
    return idsOf(named, inForce);
  }

  /**
   * The ids of the terms that somebody agrees to who may be about to register.
   * @throws ConsentNotCurrent naming each that is not in force
   */
  async named(named: readonly ConsentInput[]): Promise<string[]> {
    if (named.length === 0) return [];
    const inForce = await this.inForce();
    const errors = faultsOf(named, inForce, '/consents');
    if (errors.length > 0) throw new ConsentNotCurrent(WHERE_TO_LOOK, { errors });
    return idsOf(named, inForce);
  }

  /** Whether somebody can register who agrees to these: to the version in force of everything that is required. */
  async suffice(termsIds: readonly string[]): Promise<boolean> {
    const inForce = await this.inForce();
    return inForce.every(({ id, required }) => !required || termsIds.includes(id));
  }

  /** One's consents, the latest first. */
  async list(user: Principal, { limit, cursor }: PageQuery): Promise<KeysetPage<ConsentDto>> {
    const list = `consents ${user.id}`;
    const beforeId = this.cursors.read<string>(list, cursor);
    const found = await this.database.rows(consentsOf(user.id, beforeId, limit + 1));
    return this.cursors.page(list, found, limit, ({ id }) => id);
  }

  /** Agrees to the version in force; doing so again changes nothing. @throws ConsentNotCurrent */
  async give(user: Principal, input: ConsentInput): Promise<ConsentDto> {
    const inForce = await this.inForce();
    const [fault] = faultsOf([input], inForce, '');
    const terms = inForce.find(({ document }) => document === input.document);
    if (fault || !terms) {
      const errors = fault ? [{ ...fault, pointer: fault.pointer.replace('/0', '') }] : [];
      throw new ConsentNotCurrent(WHERE_TO_LOOK, { errors });
    }
    await this.database.transaction(async (tx) => {
      const consent = { userId: user.id, termsIds: [terms.id], via: 'account', givenAt: this.clock.now() } as const;
      const given = await firstRow(tx, insertConsents({ ...consent, ids: [newId()] }));
      if (!given) return;
      const { document, version } = terms;
      const after = { consentId: given.id, document, version };
      await this.audit.record(tx, { action: 'consent.given', subject: user.id, after });
    });
    const found = await this.database.firstRow(consentTo(user.id, terms.id));
    if (!found) throw new NotFound('The consent has been withdrawn meanwhile.');
    return found;
  }

  /** Withdraws a consent, unless an account needs it; doing so again changes nothing. @throws NotFound, ConsentRequired */
  async withdraw(user: Principal, id: string): Promise<void> {
    const inForce = await this.inForce();
    await this.database.transaction(async (tx) => {
      const consent = await firstRow(tx, ownConsent(user.id, id));
      if (!consent) throw new NotFound('There is no such consent.');
      const { document } = consent;
      if (inForce.some((terms) => terms.document === document && terms.required)) {
        throw new ConsentRequired('Have the account erased instead: GET /v1/users/me/erasure says what that means.');
      }
      if (!(await firstRow(tx, withdraw(user.id, id, this.clock.now())))) return;
      await this.audit.record(tx, {
        action: 'consent.withdrawn',
        subject: user.id,
        before: { consentId: id, document },
      });
    });
  }
}

function idsOf(named: readonly ConsentInput[], inForce: readonly TermsDto[]): string[] {
  const agreed = inForce.filter(({ document }) => named.some((each) => each.document === document));
  return agreed.map(({ id }) => id);
}
