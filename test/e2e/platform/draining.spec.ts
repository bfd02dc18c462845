import { once } from 'node:events';
import { Agent, get as httpGet, type ClientRequest, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { person, place, TestApp, waitFor } from '#testing';

const IN_FLIGHT = 200;
const CLIENTS = 20;

describe('a process that is told to end', () => {
  let app: TestApp;
  let path: string;
  let agent: Agent;

  beforeEach(async () => {
    // Nobody waits in vain for a connection or a lock while a test holds all requests back.
    const patience = {
      DATABASE_POOL_WAIT_MS: '20000',
      DATABASE_LOCK_TIMEOUT_MS: '20000',
      DATABASE_STATEMENT_TIMEOUT_MS: '20000',
    };
    app = await TestApp.start({ DRAIN_MS: '10000', LOG_LEVEL: 'silent', ...patience });
    path = `/v1/properties/${await place(app, await person(app, 'Hanna'))}`;
    agent = new Agent({ keepAlive: true });
  });
  afterEach(async () => {
    agent.destroy();
    await app.stop();
  });

  /** The status of an answer over a connection that is kept. */
  const ask = (target = path): Promise<number> => statusOf(httpGet(`${app.url}${target}`, { agent }));

  /** A request that tells when the server has it: by `100 Continue`. */
  const askNoticed = () => {
    const request = httpGet(`${app.url}${path}`, { agent, headers: { expect: '100-continue' } });
    return { arrived: once(request, 'continue'), answered: statusOf(request) };
  };

  /** Asked of what needs no database: before the signal, readiness would wait for a connection that nobody gives back. */
  const signalNoticed = async () =>
    (await app.get('/health/live')).headers.get('connection') === 'close' ? true : undefined;

  it('answers all 200 requests that are under way', async () => {
    const holder = await app.pool.connect();
    const { pid } = app;
    let began = 0;
    try {
      await holder.query('BEGIN');
      await holder.query('LOCK TABLE properties IN ACCESS EXCLUSIVE MODE');
      const asked = Array.from({ length: IN_FLIGHT }, askNoticed);
      await Promise.all(asked.map(({ arrived }) => arrived));
      began = Date.now();
      process.kill(pid, 'SIGTERM');
      await waitFor('the signal to be noticed', signalNoticed);
      expect(await ask('/health/ready')).toBe(503);
      await holder.query('ROLLBACK');
      expect(new Set(await Promise.all(asked.map(({ answered }) => answered)))).toEqual(new Set([200]));
    } finally {
      holder.release(true);
    }
    await waitFor('the end of the process', () => Promise.resolve(runs(pid) ? undefined : true));
    expect(Date.now() - began).toBeLessThan(25_000);
  });

  it('stops being ready first, and has nobody lose an answer who goes away then', async () => {
    let leave = false;
    const client = async (): Promise<number[]> => {
      const statuses: number[] = [];
      while (!leave) statuses.push(await ask());
      return statuses;
    };
    const clients = Array.from({ length: CLIENTS }, client);
    process.kill(app.pid, 'SIGTERM');
    await waitFor('it not to be ready', async () => ((await ask('/health/ready')) === 503 ? true : undefined));
    leave = true;
    const statuses = (await Promise.all(clients)).flat();
    expect(statuses.length).toBeGreaterThanOrEqual(CLIENTS);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  it('ends kept connections itself, which nobody then asks on in vain', async () => {
    process.kill(app.pid, 'SIGTERM');
    await waitFor('it not to be ready', async () => ((await ask('/health/ready')) === 503 ? true : undefined));
    expect((await app.get(path)).headers.get('connection')).toBe('close');
  });
});

async function statusOf(request: ClientRequest): Promise<number> {
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  answer.resume();
  await once(answer, 'end');
  return answer.statusCode ?? 0;
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
