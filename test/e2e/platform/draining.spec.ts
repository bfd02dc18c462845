import { once } from 'node:events';
import { Agent, get as httpGet, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { person, place, TestApp, waitFor } from '#testing';

const IN_FLIGHT = 200;
const CLIENTS = 20;

describe('a process that is told to end', () => {
  let app: TestApp;
  let path: string;
  let agent: Agent;

  beforeEach(async () => {
    app = await TestApp.start({ DRAIN_MS: '1500', LOG_LEVEL: 'silent' });
    path = `/v1/properties/${await place(app, await person(app, 'Hanna'))}`;
    agent = new Agent({ keepAlive: true });
  });
  afterEach(async () => {
    agent.destroy();
    await app.stop();
  });

  /** The status of an answer over a connection that is kept. */
  const ask = async (target = path): Promise<number> => {
    const [answer] = (await once(httpGet(`${app.url}${target}`, { agent }), 'response')) as [IncomingMessage];
    answer.resume();
    await once(answer, 'end');
    return answer.statusCode ?? 0;
  };

  it('answers all 200 requests that are under way', async () => {
    const asked = Array.from({ length: IN_FLIGHT }, () => ask());
    const began = Date.now();
    const { pid } = app;
    process.kill(pid, 'SIGTERM');
    expect(new Set(await Promise.all(asked))).toEqual(new Set([200]));
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

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
