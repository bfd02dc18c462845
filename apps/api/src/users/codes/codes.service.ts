import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { MailedLinks, wallTime, type Client, type CodePurpose } from '#auth';
import { newId } from '#clock';
import { CONFIG, type AppConfig } from '#config';
import { mailboxOf } from '#contracts/validators/emails.js';
import { Database, firstRow, rows } from '#database';
import { HOUR_MS, MINUTE_MS } from '#dates';
import { Events } from '#events';
import { RateLimits } from '#http';
import { InvalidCode } from './codes.errors.js';
import {
  lockAccountOf,
  makeCode,
  noteRequest,
  ownerOfCode,
  useCode,
  voidCodes,
  type MailedCode,
  type RequestedPurpose,
} from './codes.queries.js';

/** The source first: whoever floods is counted as one, and does not use up the tries of others' addresses. */
export const CODE_LIMITS = ['code', 'code-email-minute', 'code-email-hour'] as const;

/** Codes that are mailed as links: asked for, made, and used, once each. */
@Injectable()
export class CodesService {
  readonly #lifeMs: Record<CodePurpose, number>;

  constructor(
    private readonly db: Database,
    private readonly events: Events,
    private readonly limits: RateLimits,
    private readonly links: MailedLinks,
    @Inject(CONFIG) { auth }: AppConfig,
  ) {
    const hours = auth.verificationHours * HOUR_MS;
    const reset_password = auth.resetMinutes * MINUTE_MS;
    this.#lifeMs = { verify_email: hours, leave_email: hours, take_email: hours, reset_password };
  }

  /**
   * Notes that somebody wants a link to be mailed. Whether the address has an account is looked up afterwards, so that
   * neither the answer nor its time can tell; the limits are the same for every address.
   * @throws TooManyRequests
   */
  async request(purpose: RequestedPurpose, email: string, client: Client): Promise<void> {
    await this.limits.take(CODE_LIMITS, { address: client.network, email: mailboxOf(email) });
    await this.db.transaction(async (tx) => {
      const requestId = newId();
      await rows(tx, noteRequest(requestId, purpose, email));
      await this.events.publish(tx, 'account.code_requested', requestId, { requestId });
    });
  }

  /** Makes a code of an account that is locked, and the one of the same purpose before it useless; its letter follows. */
  async make(tx: EntityManager, purpose: CodePurpose, { userId, email }: Omit<MailedCode, 'id'>): Promise<void> {
    const id = newId();
    // To the second, as the link says it.
    const expiresAt = new Date(Math.floor((wallTime().getTime() + this.#lifeMs[purpose]) / 1000) * 1000);
    await rows(tx, voidCodes(userId, [purpose]));
    await rows(tx, makeCode({ id, userId, email, purpose, expiresAt }));
    await this.events.publish(tx, 'account.code_made', userId, { codeId: id });
  }

  /**
   * Whose token it is, without using it.
   * @throws InvalidCode
   */
  async ownerOf(purpose: CodePurpose, token: string): Promise<{ email: string; firstName: string; lastName: string }> {
    const owner = await this.db.firstRow(ownerOfCode(this.#idIn(token, [purpose])[1], purpose));
    if (!owner) throw invalid();
    return owner;
  }

  /**
   * Uses a token up, and locks its account. A forged one is looked for like any other: that takes as long.
   * @param purposes what the token may be for
   * @throws InvalidCode
   */
  async use(tx: EntityManager, token: string, purposes: [CodePurpose, ...CodePurpose[]]): Promise<UsedCode> {
    const [purpose, id] = this.#idIn(token, purposes);
    await rows(tx, lockAccountOf(id));
    const code = await firstRow(tx, useCode(id, purpose));
    if (!code) throw invalid();
    return { ...code, purpose };
  }

  /** What a token is for, and the id that it says; one that nothing has for a token that is not good. */
  #idIn(token: string, purposes: [CodePurpose, ...CodePurpose[]]): [CodePurpose, string] {
    const read = purposes.map((purpose) => [purpose, this.links.read(purpose, token)] as const);
    const [purpose, claims] = read.find(([, found]) => found !== undefined) ?? [purposes[0], undefined];
    return [purpose, claims?.id ?? newId()];
  }
}

/** A code that has just been used, and what for. */
export type UsedCode = MailedCode & { purpose: CodePurpose };

function invalid(): InvalidCode {
  return new InvalidCode('Ask for a new one.');
}
