import { Inject, Injectable } from '@nestjs/common';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Audit, type AuditRecord } from '#audit';
import { AccessTokens, AccessWatch, wallTime, type Client, type Principal } from '#auth';
import { newId } from '#clock';
import { CONFIG, derivedSecrets, type AppConfig } from '#config';
import { Database, firstRow } from '#database';
import { DAY_MS } from '#dates';
import { Events } from '#events';
import { Networks } from './networks.js';
import { newRefreshToken, nextRefreshToken, wasGivenOut } from './refresh-token.js';
import { Session, type Factor, type SessionLife } from './session.entity.js';
import { decideRefresh } from './session.refresh.js';
import { lockUnsuspended, proveSession } from './sessions.queries.js';
import { hashOf, idIn } from '../named-token.js';
import { User } from '../user.entity.js';
import { AccountSuspended, InvalidCredentials, InvalidRefreshToken } from '../users.errors.js';

/** What someone who has signed in is given. A type and not an interface: transactions return plain data. */
export type Tokens = {
  userId: string;
  accessToken: string;
  refreshToken: string;
  /** life of the access token in seconds */
  expiresIn: number;
};

/** Whom tokens are made for. */
type Account = Pick<Principal, 'id' | 'roles' | 'accessVersion'>;

/** The same, who proved at that second who they are. */
type ProvedAccount = Account & Pick<Principal, 'provedAt'>;

/** What a refresh has come to, as it is committed. */
type RefreshResult =
  | { kind: 'refused' }
  | { kind: 'reused' }
  | { kind: 'suspended' }
  | { kind: 'refreshed'; account: ProvedAccount; next: number };

/** How somebody has proved who they are. */
export interface SignInProof {
  /** by what, in that order */
  factors: readonly Factor[];
  /** of the account, as it was when it was looked up: by a second factor, a passkey or an identity since then, it is over */
  signInVersion: number;
  /** of the password that they have shown just now, if that was how; null where the account has none */
  passwordHash?: string | null;
}

/** Sign-ins: opened, carried on by refresh tokens, ended. */
@Injectable()
export class SessionsService {
  readonly #life: SessionLife;
  readonly #secrets: readonly [Buffer, ...Buffer[]];

  constructor(
    private readonly db: Database,
    private readonly accessTokens: AccessTokens,
    private readonly watch: AccessWatch,
    private readonly networks: Networks,
    private readonly events: Events,
    private readonly audit: Audit,
    @Inject(CONFIG) private readonly config: AppConfig,
  ) {
    this.#secrets = derivedSecrets(config.auth.jwtPrivateKeys, 'roost refresh tokens');
    this.#life = { idleMs: config.auth.refreshIdleDays * DAY_MS, maxMs: config.auth.refreshMaxDays * DAY_MS };
  }

  /**
   * A new session of a user who has proved who they are.
   * @throws AccountSuspended; InvalidCredentials when what one signs in with has been changed in this moment
   */
  async open(user: Account, client: Client, proof: SignInProof): Promise<Tokens> {
    return this.db.transaction((tx) => this.openIn(tx, user, client, proof));
  }

  /** The same in a transaction that is open. */
  async openIn(tx: EntityManager, user: Account, client: Client, proof: SignInProof): Promise<Tokens> {
    const held = await firstRow(tx, lockUnsuspended(user.id));
    if (!held) throw suspended();
    if (proof.passwordHash !== undefined && proof.passwordHash !== held.passwordHash) throw changedMeanwhile();
    if (proof.signInVersion !== held.signInVersion) throw changedMeanwhile();
    const id = newId();
    const now = wallTime();
    const refreshToken = newRefreshToken(id, this.#secrets[0]);
    const opened = {
      id,
      userId: user.id,
      tokenHash: hashOf(refreshToken),
      userAgent: client.userAgent,
      factors: proof.factors,
    };
    await tx.persist(Session.open(opened, this.#life, now)).flush();
    await this.networks.seen(tx, user.id, client.network);
    const who = by({ id, userId: user.id });
    await this.audit.record(tx, { action: 'session.opened', subject: id, ...who });
    return this.#tokens({ ...user, sessionId: id, provedAt: secondsOf(now) }, refreshToken);
  }

  /**
   * New tokens for a refresh token, which is taken once. One that was used before ends the whole session; one that was never
   * given out is refused, and changes nothing.
   * @throws InvalidRefreshToken, AccountSuspended
   */
  async refresh(refreshToken: string, client: Client): Promise<Tokens> {
    const sessionId = idIn(refreshToken);
    if (sessionId === undefined) throw new InvalidRefreshToken('Sign in again.');
    const successors = this.#secrets.map((secret) => nextRefreshToken(refreshToken, secret));
    // A refusal is a result and not thrown in there: the end of the session has to be committed.
    const result = await this.db.transaction(async (tx) => {
      const exchanged = await this.#exchange(tx, sessionId, refreshToken, { successors, client });
      if (exchanged.kind === 'refreshed') await this.networks.seen(tx, exchanged.account.id, client.network);
      return exchanged;
    });
    const next = result.kind === 'refreshed' ? successors[result.next] : undefined;
    if (result.kind === 'reused') await this.watch.catchUp();
    if (result.kind === 'suspended') throw suspended();
    if (result.kind !== 'refreshed' || next === undefined) throw new InvalidRefreshToken('Sign in again.');
    return this.#tokens({ ...result.account, sessionId }, next);
  }

  /**
   * Notes that the owner of a session has proved once more who they are.
   * @returns an access token that says so, or null when the session has ended meanwhile
   */
  async prove(tx: EntityManager, principal: Principal): Promise<string | null> {
    const provedAt = wallTime();
    const proved = await firstRow(tx, proveSession(principal.id, principal.sessionId, provedAt));
    return proved ? this.accessTokens.sign({ ...principal, provedAt: secondsOf(provedAt) }) : null;
  }

  /** Ends a session: its refresh tokens are not taken any more. */
  async end(sessionId: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      const session = await tx.findOne(Session, { id: sessionId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!session || session.revokedAt) return;
      session.revoke(wallTime());
      // Who signs out may do it with a token whose time is over, which says nothing to the audit log.
      await this.audit.record(tx, { action: 'session.ended', subject: sessionId, ...by(session) });
    });
  }

  /** @param successors of the token, one for each of our keys: the first key makes new ones, the others may have made one */
  async #exchange(
    tx: EntityManager,
    sessionId: string,
    token: string,
    { successors, client }: { successors: string[]; client: Client },
  ): Promise<RefreshResult> {
    const session = await tx.findOne(Session, { id: sessionId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!session) return { kind: 'refused' };
    const now = wallTime();
    const shown = { hash: hashOf(token), wasGivenOut: wasGivenOut(token, this.#secrets) };
    const decision = decideRefresh(session, shown, this.config.auth.refreshGraceSeconds * 1000, now);
    if (decision === 'reuse') {
      session.revoke(now);
      await this.events.publish(tx, 'account.token_reused', session.userId, { userId: session.userId });
      await this.audit.record(tx, { action: 'session.reuse_detected', subject: sessionId });
      return { kind: 'reused' };
    }
    if (decision === 'ended' || decision === 'unknown') return { kind: 'refused' };
    const user = await tx.findOneOrFail(User, { id: session.userId });
    if (user.suspendedAt) return { kind: 'suspended' };
    const hashes = successors.map(hashOf);
    if (decision === 'rotate' && hashes[0])
      session.rotate({ tokenHash: hashes[0], userAgent: client.userAgent }, this.#life, now);
    const next = hashes.findIndex((hash) => hash.equals(session.refreshTokenHash));
    return { kind: 'refreshed', account: accountOf(user, session), next };
  }

  #tokens(principal: Principal, refreshToken: string): Tokens {
    const accessToken = this.accessTokens.sign(principal);
    return { userId: principal.id, accessToken, refreshToken, expiresIn: this.accessTokens.lifeSeconds };
  }
}

function accountOf({ id, roles, accessVersion }: User, { provedAt }: Session): ProvedAccount {
  return { id, roles, accessVersion, provedAt: secondsOf(provedAt) };
}

function secondsOf(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}

function suspended(): AccountSuspended {
  return new AccountSuspended('Write to our support if you think that this is wrong.');
}

function changedMeanwhile(): InvalidCredentials {
  return new InvalidCredentials('Check both, and try again.');
}

/** The person whose session it is, and who acts from it, for the audit log. */
function by({ id, userId }: Pick<Session, 'id' | 'userId'>): Pick<AuditRecord, 'actor' | 'sessionId'> {
  return { actor: { kind: 'user', id: userId }, sessionId: id };
}
