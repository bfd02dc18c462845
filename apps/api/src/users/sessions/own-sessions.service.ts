import { Injectable } from '@nestjs/common';
import type { RawBuilder } from 'kysely';
import { Audit } from '#audit';
import { AccessWatch, type Principal } from '#auth';
import type { PageQuery } from '#contracts/page.dto.js';
import type { SessionDto } from '#contracts/sessions.dto.js';
import { Database, rows } from '#database';
import { Cursors, NotFound, type KeysetPage } from '#http';
import { deviceOf } from './device.js';
import { SessionsService } from './sessions.service.js';
import { endSession, endSessions, sessionsOf, type SessionPlace } from './sessions.queries.js';

/** Where a person is signed in, for that person. */
@Injectable()
export class OwnSessionsService {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    private readonly watch: AccessWatch,
    private readonly sessions: SessionsService,
    private readonly audit: Audit,
  ) {}

  /** The sessions of a user that go on, the latest first. */
  async list(user: Principal, { limit, cursor }: PageQuery): Promise<KeysetPage<SessionDto>> {
    const list = `sessions ${user.id}`;
    const after = this.cursors.read<SessionPlace>(list, cursor);
    const found = await this.database.rows(sessionsOf(user.id, after, limit + 1));
    const page = this.cursors.page(list, found, limit, ({ createdAt, id }) => [createdAt.toISOString(), id]);
    return page.map(({ userAgent, ...session }) => ({
      ...session,
      device: deviceOf(userAgent),
      current: session.id === user.sessionId,
    }));
  }

  /**
   * Ends one: neither its refresh token nor its access tokens are taken any more.
   * @throws NotFound when it is another's, or has ended before
   */
  async end(user: Principal, id: string): Promise<void> {
    const ended = await this.#end(endSession(user.id, id));
    if (ended === 0) throw new NotFound('You have no such session.');
    await this.watch.catchUp();
  }

  /** Ends the one that the request comes from. */
  async leave({ sessionId }: Principal): Promise<void> {
    await this.sessions.end(sessionId);
    await this.watch.catchUp();
  }

  /** Ends all but the one that the request comes from. */
  async endOthers(user: Principal): Promise<void> {
    await this.#end(endSessions(user.id, user.sessionId));
    await this.watch.catchUp();
  }

  /** How many have ended. */
  #end(statement: RawBuilder<{ id: string }>): Promise<number> {
    return this.database.transaction(async (tx) => {
      const ended = await rows(tx, statement);
      await this.audit.record(tx, { action: 'session.ended', subject: ended.map(({ id }) => id) });
      return ended.length;
    });
  }
}
