import { defineEntity, p } from '@mikro-orm/core';
import { newId } from '#clock';
import type { ApiScope } from '#contracts/partners/api-scopes.js';
import { DAY_MS, HOUR_MS } from '#dates';
import { KeyEnded } from '../partners.errors.js';

const ApiKeySchema = defineEntity({
  name: 'ApiKey',
  tableName: 'api_keys',
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    name: p.text(),
    prefix: p.text(),
    keyHash: p.blob(),
    scopes: p.array<ApiScope>(),
    allowedNetworks: p.array().columnType('cidr[]'),
    createdBy: p.uuid(),
    createdAt: p.datetime(),
    expiresAt: p.datetime().nullable(),
    warnAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
    rotatedFrom: p.uuid().nullable(),
  },
});

/** What a key is made of. */
export interface KeyTerms {
  organisationId: string;
  name: string;
  scopes: ApiScope[];
  allowedNetworks: string[];
  expiresAt: Date | null;
}

/** What is kept of the key itself, and who made it. */
export interface KeyMaking {
  prefix: string;
  hash: Buffer;
  createdBy: string;
  /** how long before its end its owners are told */
  warningDays: number;
}

/** A key of a partner's programs. Times are wall times, as with all that lets people in. */
export class ApiKey extends ApiKeySchema.class {
  static make(terms: KeyTerms, { prefix, hash, createdBy, warningDays }: KeyMaking, now: Date): ApiKey {
    const key = new ApiKey();
    key.id = newId();
    key.organisationId = terms.organisationId;
    key.name = terms.name.trim();
    key.scopes = terms.scopes;
    key.allowedNetworks = terms.allowedNetworks;
    key.expiresAt = terms.expiresAt;
    key.prefix = prefix;
    key.keyHash = hash;
    key.createdBy = createdBy;
    key.createdAt = now;
    key.warnAt = warningOf(terms.expiresAt, warningDays, now);
    return key;
  }

  /**
   * A key that takes the place of this one: good for the same, from the same addresses, for as long as this one was to be.
   * This one counts for `overlapHours` more.
   * @throws KeyEnded
   */
  rotate(overlapHours: number, making: KeyMaking, now: Date): ApiKey {
    this.assertInForce(now);
    const expiresAt = this.expiresAt ? later(now, this.expiresAt.getTime() - this.createdAt.getTime()) : null;
    const { organisationId, name, scopes, allowedNetworks } = this;
    const next = ApiKey.make({ organisationId, name, scopes, allowedNetworks, expiresAt }, making, now);
    next.rotatedFrom = this.id;
    const overlapEnds = later(now, overlapHours * HOUR_MS);
    this.expiresAt = this.expiresAt && this.expiresAt < overlapEnds ? this.expiresAt : overlapEnds;
    this.warnAt = null;
    return next;
  }

  /** Ends it: from now on it is not taken. @throws KeyEnded when it has ended before */
  end(now: Date): void {
    this.assertInForce(now);
    this.revokedAt = now;
    this.warnAt = null;
  }

  assertInForce(now: Date): void {
    if (this.revokedAt) throw new KeyEnded('It was ended by an owner.');
    if (this.expiresAt && this.expiresAt <= now) throw new KeyEnded('Its time is over.');
  }
}

ApiKeySchema.setClass(ApiKey);

/** Who gives a key less time than that knows when it ends. */
function warningOf(expiresAt: Date | null, days: number, now: Date): Date | null {
  const warnAt = expiresAt && later(expiresAt, -days * DAY_MS);
  return warnAt && warnAt > now ? warnAt : null;
}

function later(instant: Date, byMs: number): Date {
  return new Date(instant.getTime() + byMs);
}
