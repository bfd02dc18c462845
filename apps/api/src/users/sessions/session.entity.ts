import { defineEntity, p } from '@mikro-orm/core';

/** By what a person proves who they are. */
export type Factor = 'password' | 'totp' | 'recovery_code' | 'passkey' | 'oidc';

const SessionSchema = defineEntity({
  name: 'Session',
  tableName: 'sessions',
  properties: {
    id: p.uuid().primary(),
    userId: p.uuid(),
    refreshTokenHash: p.blob(),
    previousTokenHash: p.blob().nullable(),
    rotatedAt: p.datetime(),
    createdAt: p.datetime(),
    expiresAt: p.datetime(),
    endsAt: p.datetime(),
    revokedAt: p.datetime().nullable(),
    userAgent: p.text().nullable(),
    provedAt: p.datetime(),
    factors: p.array<Factor>(),
  },
});

/** Of what a session begins. */
export interface OpenedSession {
  id: string;
  userId: string;
  /** of its first refresh token */
  tokenHash: Buffer;
  userAgent: string | null;
  /** by what the person has proved who they are, in that order */
  factors: readonly Factor[];
}

/** How long a session lives, in milliseconds. */
export interface SessionLife {
  /** without being refreshed */
  idleMs: number;
  /** however often it is refreshed */
  maxMs: number;
}

/** One sign-in of a person: the family of refresh tokens that follow one another. Times are wall times. */
export class Session extends SessionSchema.class {
  static open(opened: OpenedSession, life: SessionLife, now: Date): Session {
    const session = new Session();
    session.id = opened.id;
    session.userId = opened.userId;
    session.refreshTokenHash = opened.tokenHash;
    session.userAgent = opened.userAgent;
    session.factors = [...opened.factors];
    session.provedAt = now;
    session.rotatedAt = now;
    session.createdAt = now;
    session.endsAt = later(now, life.maxMs);
    session.expiresAt = later(now, Math.min(life.idleMs, life.maxMs));
    return session;
  }

  /** The next refresh token takes the place of the one that was used. */
  rotate(next: { tokenHash: Buffer; userAgent: string | null }, life: SessionLife, now: Date): void {
    this.previousTokenHash = this.refreshTokenHash;
    this.refreshTokenHash = next.tokenHash;
    this.userAgent = next.userAgent;
    this.rotatedAt = now;
    this.expiresAt = new Date(Math.min(later(now, life.idleMs).getTime(), this.endsAt.getTime()));
  }

  /** Ends it: none of its tokens is taken any more. Ending it again changes nothing. */
  revoke(now: Date): void {
    this.revokedAt ??= now;
  }
}

SessionSchema.setClass(Session);

function later(instant: Date, byMs: number): Date {
  return new Date(instant.getTime() + byMs);
}
