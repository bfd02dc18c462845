import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { keptSecret, StartupError, type StripeAccess } from '#config';

/** dist/apps/stripe-sandbox/src/main.js, seen from dist/apps/api/src/launch. */
const PROGRAM = join(import.meta.dirname, '..', '..', '..', 'stripe-sandbox', 'src', 'main.js');
const READY_PATIENCE_MS = 15_000;
const STOP_PATIENCE_MS = 1500;

/** A Stripe sandbox that runs as our child. */
export interface RunningSandbox {
  access: StripeAccess;
  /** Resolves when the child has ended, asked to or not. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the Stripe sandbox with keys that are made once and kept in DATA_DIR. It ends when its stdin does, and so never
 * outlives this process, however that ends.
 * @param webhookUrl where it sends its signed events
 * @throws StartupError when it does not come up
 */
export async function startStripeSandbox(dataDir: string, webhookUrl: string): Promise<RunningSandbox> {
  const keys = await keptKeys(dataDir);
  const flags = {
    port: '0',
    host: '127.0.0.1',
    'state-dir': join(dataDir, 'stripe'),
    'secret-key': keys.secretKey,
    'publishable-key': keys.publishableKey,
    'webhook-url': webhookUrl,
    'webhook-secret': keys.webhookSecret,
  };
  const named = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  const args = ['--exit-with-parent', ...named];
  // Of a group of its own: the terminal's Ctrl-C reaches it only through us, after the requests under way.
  const child = spawn(process.execPath, [PROGRAM, ...args], { detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve()).once('error', () => resolve());
  });
  // A child that is gone cannot take the end of its stdin; that is not news.
  child.stdin.on('error', () => undefined);
  const port = await readyPort(child, ended);
  if (port === undefined) {
    child.kill('SIGKILL');
    throw new StartupError('The Stripe sandbox did not start: see above for what it said');
  }
  const apiBase = `http://127.0.0.1:${port}`;
  return {
    access: { ...keys, apiBase, clientApiBase: apiBase, mode: 'sandbox' },
    ended,
    stop: () => stopChild(child, ended),
  };
}

async function keptKeys(dataDir: string) {
  const made = (prefix: string) => () => prefix + randomBytes(18).toString('hex');
  return {
    secretKey: await keptSecret(dataDir, 'stripe-secret-key', made('sk_test_')),
    publishableKey: await keptSecret(dataDir, 'stripe-publishable-key', made('pk_test_')),
    webhookSecret: await keptSecret(dataDir, 'stripe-webhook-secret', made('whsec_')),
  };
}

/** The port of `{"ready":true,"port":12111}` on a line of stdout; undefined when the child ends or is silent. */
async function readyPort(child: ChildProcess, ended: Promise<void>): Promise<number | undefined> {
  if (!child.stdout) {
    return undefined;
  }
  const lines = createInterface({ input: child.stdout });
  const announced = new Promise<number>((resolve) => {
    lines.on('line', (line) => {
      const port = portIn(line);
      if (port !== undefined) {
        resolve(port);
      }
    });
  });
  return Promise.race([announced, ended.then(() => undefined), silence(READY_PATIENCE_MS)]);
}

function portIn(line: string): number | undefined {
  try {
    const message: unknown = JSON.parse(line);
    const ready = typeof message === 'object' && message !== null && 'ready' in message && 'port' in message;
    return ready ? Number(message.port) : undefined;
  } catch {
    return undefined;
  }
}

async function stopChild(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.stdin?.end();
  await Promise.race([ended, silence(STOP_PATIENCE_MS)]);
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

function silence(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(undefined), ms).unref();
  });
}
