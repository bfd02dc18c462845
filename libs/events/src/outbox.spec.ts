import { Injectable, type INestApplicationContext, type Type } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Clock, newId } from '#clock';
import { Database, rows, sql } from '#database';
import { Sweeps, type ProcessRole } from '#jobs';
import { freshDatabase, startContext, testConfig, waitFor, type FreshDatabase } from '#testing';
import { DELIVER_SWEEP, DeliverySweep } from './delivery.sweep.js';
import type { DomainEvent } from './event.js';
import { Events } from './events.js';
import { OnEvent } from './on-event.decorator.js';

/** Writes down each fact that it applies – in the transaction of its delivery. */
@Injectable()
class Listener {
  failing = new Set<string>();
  calls: string[] = [];
  meanwhile: (tx: EntityManager) => Promise<unknown> = () => Promise.resolve();

  @OnEvent('user.registered', { name: 'test.first' })
  async first(tx: EntityManager, event: DomainEvent<'user.registered'>): Promise<void> {
    this.calls.push(event.payload.userId);
    await rows(tx, sql`INSERT INTO applied (event_id, handler) VALUES (${event.id}, 'test.first')`);
    await this.meanwhile(tx);
    if (this.failing.has(event.payload.userId)) throw new Error('no\u0000t today');
  }

  @OnEvent('user.registered', { name: 'test.second' })
  async second(tx: EntityManager, event: DomainEvent): Promise<void> {
    await rows(tx, sql`INSERT INTO applied (event_id, handler) VALUES (${event.id}, 'test.second')`);
  }
}

let database: FreshDatabase;
let contexts: INestApplicationContext[];

beforeEach(async () => {
  database = await freshDatabase();
  contexts = [];
  await database.run('CREATE TABLE applied (event_id uuid, handler text, at timestamptz DEFAULT clock_timestamp())');
});
afterEach(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  await database.drop();
});

/** A process. Role `none` runs nothing by itself. */
async function start(role: ProcessRole = 'none', providers: Type[] = [Listener]): Promise<INestApplicationContext> {
  const context = await startContext({ config: testConfig(database.url), role, providers });
  contexts.push(context);
  return context;
}

async function publish(context: INestApplicationContext, count = 1): Promise<string[]> {
  const ids = Array.from({ length: count }, newId);
  await context.get(Database).transaction(async (tx) => {
    for (const userId of ids) await context.get(Events).publish(tx, 'user.registered', userId, { userId });
  });
  return ids;
}

const deliver = (context: INestApplicationContext) => context.get(Sweeps).run(DELIVER_SWEEP);

async function applied(context: INestApplicationContext, handler = 'test.first'): Promise<string[]> {
  const found = await context.get(Database).rows(sql<{ subjectId: string }>`
    SELECT e.subject_id AS "subjectId"
    FROM applied a
    JOIN events e ON e.id = a.event_id
    WHERE a.handler = ${handler}
    ORDER BY a.at`);
  return found.map(({ subjectId }) => subjectId);
}

const deliveries = (context: INestApplicationContext, handler = 'test.first') =>
  context.get(Database).rows(sql<{ attempts: number; due: boolean; handled: boolean; lastError: string | null }>`
    SELECT attempts, due_at IS NOT NULL AS due, handled_at IS NOT NULL AS handled, last_error AS "lastError"
    FROM event_deliveries
    WHERE handler = ${handler}
    ORDER BY event_id`);

describe('a fact', () => {
  it('is delivered soon after its commit, to every handler, once', async () => {
    const app = await start('api');
    const [user] = await publish(app);
    await waitFor('both handlers', async () => ((await applied(app, 'test.second')).length === 1 ? true : undefined));
    await deliver(app);
    expect(await applied(app)).toEqual([user]);
    expect(await applied(app, 'test.second')).toEqual([user]);
  });

  it('is not delivered when its transaction fails', async () => {
    const app = await start();
    const failure = app.get(Database).transaction(async (tx) => {
      await app.get(Events).publish(tx, 'user.registered', newId(), { userId: newId() });
      throw new Error('no');
    });
    await expect(failure).rejects.toThrow('no');
    expect(await deliver(app)).toBe(0);
    expect(await deliveries(app)).toEqual([]);
  });

  it('is delivered by another process when the one that committed it died before', async () => {
    // A process of role `none` commits and is gone: that is what is left of one that was killed after the commit.
    const killed = await start('none');
    const users = await publish(killed, 3);
    await killed.close();
    contexts = [];
    const app = await start('worker');
    await waitFor('the delivery', async () => ((await applied(app)).length === 3 ? true : undefined));
    expect(await applied(app)).toEqual(users);
  });

  it('is delivered in the order of publishing, within a transaction and between them', async () => {
    const app = await start();
    const users = [...(await publish(app, 20)), ...(await publish(app, 20))];
    await deliver(app);
    expect(await applied(app)).toEqual(users);
  });
});

describe('a delivery', () => {
  it('is applied once, however many processes deliver at once', async () => {
    const [app, ...others] = await Promise.all([start(), start(), start()]);
    const users = await publish(app, 60);
    await Promise.all([app, ...others].map(deliver));
    expect((await applied(app)).sort()).toEqual(users.sort());
    expect((await applied(app, 'test.second')).length).toBe(60);
  });

  it('is taken up again when the connection of its handler breaks, and leaves nothing half done', async () => {
    const [app, other] = await Promise.all([start(), start()]);
    const listener = app.get(Listener);
    const users = await publish(app);
    listener.meanwhile = async () => {
      await waitFor('the connection to break', async () => {
        const open = await other.get(Database).rows(sql`
          SELECT pg_terminate_backend(pid)
          FROM pg_stat_activity
          WHERE datname = current_database()
            AND state LIKE 'idle in transaction%'`);
        return open.length === 0 ? true : undefined;
      });
    };
    await deliver(app).catch(() => undefined);
    expect(await applied(other)).toEqual([]);
    listener.meanwhile = () => Promise.resolve();
    other.get(Clock).setOffset(10_000);
    await deliver(other);
    expect(await applied(other)).toEqual(users);
  });

  it('that failed is tried again later, and holds nobody up', async () => {
    const app = await start();
    const listener = app.get(Listener);
    const [poison = '', ...others] = await publish(app, 5);
    listener.failing.add(poison);
    await deliver(app);
    expect(await applied(app)).toEqual(others);
    expect(listener.calls.filter((id) => id === poison)).toHaveLength(1);
    expect((await deliveries(app))[0]).toEqual({ attempts: 1, due: true, handled: false, lastError: 'no␀t today' });

    listener.failing.clear();
    app.get(Clock).setOffset(1500);
    await deliver(app);
    expect(await applied(app)).toEqual([...others, poison]);
    expect((await deliveries(app))[0]).toEqual({ attempts: 1, due: false, handled: true, lastError: null });
  });

  it('is parked after eight failures, with the reason', async () => {
    const app = await start();
    const [poison = ''] = await publish(app);
    app.get(Listener).failing.add(poison);
    for (let day = 0; day < 12; day += 1) {
      app.get(Clock).setOffset(day * 86_400_000);
      await deliver(app);
    }
    expect(app.get(Listener).calls).toHaveLength(8);
    expect(await deliveries(app)).toEqual([{ attempts: 8, due: false, handled: false, lastError: 'no␀t today' }]);
    expect((await deliveries(app, 'test.second'))[0]?.handled).toBe(true);
  });

  it('is not given up while the database cannot serve it, however often it is tried, and made up for afterwards', async () => {
    const [app, other] = await Promise.all([start(), start()]);
    const users = await publish(app);
    await database.run('CREATE TABLE wanted (id integer)');
    await database.run('INSERT INTO wanted VALUES (1)');
    app.get(Listener).meanwhile = (tx) => rows(tx, sql`SELECT FROM wanted FOR UPDATE NOWAIT`);
    await other.get(Database).transaction(async (tx) => {
      await rows(tx, sql`SELECT FROM wanted FOR UPDATE`);
      for (let hour = 0; hour < 20; hour += 1) {
        app.get(Clock).setOffset(hour * 3_600_000);
        await deliver(app);
      }
    });
    expect(app.get(Listener).calls).toHaveLength(20);
    expect(await deliveries(app)).toMatchObject([{ attempts: 0, due: true, handled: false }]);
    app.get(Clock).setOffset(20 * 3_600_000);
    await deliver(app);
    expect(await applied(app)).toEqual(users);
  });

  it('for a handler that only another release has is left to it', async () => {
    @Injectable()
    class OtherRelease {
      @OnEvent('user.registered', { name: 'test.new' })
      async hear(tx: EntityManager, event: DomainEvent): Promise<void> {
        await rows(tx, sql`INSERT INTO applied (event_id, handler) VALUES (${event.id}, 'test.new')`);
      }
    }
    const newer = await start('none', [OtherRelease]);
    const older = await start();
    const users = await publish(newer);
    expect(await deliver(older)).toBe(0);
    expect(await deliveries(newer, 'test.new')).toEqual([{ attempts: 0, due: true, handled: false, lastError: null }]);
    await deliver(newer);
    expect(await applied(newer, 'test.new')).toEqual(users);
  });
});

describe('facts about one subject', () => {
  const about = (context: INestApplicationContext, subjectId: string, count: number): Promise<string[]> =>
    context.get(Database).transaction(async (tx) => {
      const ids = Array.from({ length: count }, newId);
      for (const userId of ids) await context.get(Events).publish(tx, 'user.registered', subjectId, { userId });
      return ids;
    });
  const heard = async (context: INestApplicationContext): Promise<string[]> =>
    (
      await context.get(Database).rows(sql<{ userId: string }>`
        SELECT e.payload ->> 'userId' AS "userId"
        FROM applied a
        JOIN events e ON e.id = a.event_id
        WHERE a.handler = 'test.first'
        ORDER BY a.at`)
    ).map(({ userId }) => userId);

  it('are heard of in order, however many processes deliver, and when one of them fails at first', async () => {
    const [app, ...others] = await Promise.all([start(), start(), start()]);
    const processes = [app, ...others];
    const subject = newId();
    const facts = await about(app, subject, 30);
    for (const process of processes) process.get(Listener).failing.add(facts[3] ?? '');
    await Promise.all(processes.map(deliver));
    expect(await heard(app)).toEqual(facts.slice(0, 3));

    for (const process of processes) process.get(Listener).failing.clear();
    // More than one of them may have tried it, and then it comes later.
    for (const process of processes) process.get(Clock).setOffset(60_000);
    await Promise.all(processes.map(deliver));
    await deliver(app);
    expect(await heard(app)).toEqual(facts);
  });

  it('do not keep those about another waiting, nor another handler', async () => {
    const app = await start();
    const [poison = ''] = await about(app, newId(), 2);
    const others = await about(app, newId(), 2);
    app.get(Listener).failing.add(poison);
    await deliver(app);
    expect(await heard(app)).toEqual(others);
    expect((await deliveries(app, 'test.second')).every(({ handled }) => handled)).toBe(true);
  });

  it('a thousand behind one that fails are not looked at before it is tried again', async () => {
    const app = await start();
    const subject = newId();
    const [poison = ''] = await about(app, subject, 1000);
    await database.run(`DELETE FROM event_deliveries WHERE handler = 'test.second'`);
    app.get(Listener).failing.add(poison);
    await app.get(DeliverySweep).deliverNext();
    const others = await about(app, newId(), 1);
    await database.run(`DELETE FROM event_deliveries WHERE handler = 'test.second'`);
    const due = app.get(Database).rows(sql`
      SELECT
      FROM event_deliveries
      WHERE handler = 'test.first'
        AND due_at <= ${app.get(Clock).now()}`);
    expect(await due).toHaveLength(others.length);
    await app.get(DeliverySweep).deliverNext();
    expect(await heard(app)).toEqual(others);

    app.get(Listener).failing.clear();
    app.get(Clock).setOffset(1500);
    await app.get(DeliverySweep).deliverNext();
    await app.get(DeliverySweep).deliverNext();
    expect(await heard(app)).toHaveLength(3);
    expect((await heard(app))[1]).toBe(poison);
  });

  it('go on when one of them is parked', async () => {
    const app = await start();
    const [poison = '', next] = await about(app, newId(), 2);
    app.get(Listener).failing.add(poison);
    for (let day = 0; day < 8; day += 1) {
      app.get(Clock).setOffset(day * 86_400_000);
      await deliver(app);
    }
    expect(await heard(app)).toEqual([next]);
  });
});

describe('handlers', () => {
  it('of one name are refused at the start: they could not be told apart', async () => {
    @Injectable()
    class Twin {
      @OnEvent('user.registered', { name: 'test.first' })
      hear(): Promise<void> {
        return Promise.resolve();
      }
    }
    await expect(start('none', [Listener, Twin])).rejects.toThrow('two event handlers are called test.first');
  });
});
