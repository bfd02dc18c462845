import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { SECRET_KEY, sdk } from './trial.js';

const MAIN = join(import.meta.dirname, 'main.js');
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function start(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return text;
}

async function started(...args: string[]): Promise<{ child: ChildProcess; port: number }> {
  const child = start(...args);
  const ready = JSON.parse(await firstLine(child)) as { ready: boolean; port: number };
  expect(ready).toEqual({ ready: true, port: expect.any(Number) });
  return { child, port: ready.port };
}

describe('the command', () => {
  it('says where it listens, serves, and ends on SIGTERM', async () => {
    const { child, port } = await started('--secret-key', SECRET_KEY);
    const stripe = sdk({ host: '127.0.0.1', port });
    expect(await stripe.paymentIntents.create({ amount: 500, currency: 'usd' })).toMatchObject({ amount: 500 });
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('keeps its state through kill -9, in the middle of work', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stripe-sandbox-'));
    const { child, port } = await started('--state-dir', folder);
    const stripe = sdk({ host: '127.0.0.1', port });
    const made: string[] = [];
    const work = Array.from({ length: 200 }, async () => {
      const intent = await stripe.paymentIntents.create({ amount: 500, currency: 'usd' });
      made.push(intent.id);
      if (made.length === 100) child.kill('SIGKILL');
    });
    await Promise.allSettled([once(child, 'exit'), ...work]);
    const again = await started('--state-dir', folder);
    const known = sdk({ host: '127.0.0.1', port: again.port });
    expect(made.length).toBeGreaterThanOrEqual(100);
    for (const id of made) expect(await known.paymentIntents.retrieve(id)).toMatchObject({ id });
    rmSync(folder, { recursive: true, force: true });
  });

  it('ends with its parent', async () => {
    const { child } = await started('--exit-with-parent');
    child.stdin?.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it.each([
    [['--port', 'x'], '--port x: not a port'],
    [['--secret-key', 'sk_live_x'], 'test keys only'],
    [['--webhook-url', 'http://127.0.0.1/'], 'go together'],
    [['--colour'], "Unknown option '--colour'"],
  ])('refuses %j in one line', async (args, message) => {
    const child = start(...args);
    let errors = '';
    child.stderr?.on('data', (chunk) => (errors += String(chunk)));
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(errors).toContain(message);
    expect(errors.trimEnd().split('\n')).toHaveLength(1);
  });

  it('explains itself', async () => {
    expect(await firstLine(start('--help'))).toContain('--state-dir');
  });
});
