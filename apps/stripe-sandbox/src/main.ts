import { parseArgs } from 'node:util';
import { startSandbox, type SandboxOptions } from './sandbox.js';

const USAGE = `stripe-sandbox: a Stripe that runs on this machine
  --port 0                 where to listen; 0 takes a free port
  --host 127.0.0.1
  --state-dir DIR          keeps the state; without it, it goes with the process
  --secret-key sk_test_…   the key to let in; without it, every test key is
  --publishable-key pk_test_…
  --webhook-url URL        where every event goes
  --webhook-secret whsec_… what it is signed with
  --exit-with-parent       ends when standard input does
Prints {"ready":true,"port":…} when it listens.
`;

/** The options that a command line asks for; null when it asks for help. */
function readOptions(args: readonly string[]): (SandboxOptions & { readonly exitWithParent: boolean }) | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '0' },
      host: { type: 'string' },
      'state-dir': { type: 'string' },
      'secret-key': { type: 'string' },
      'publishable-key': { type: 'string' },
      'webhook-url': { type: 'string' },
      'webhook-secret': { type: 'string' },
      'exit-with-parent': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  return {
    port: readPort(values.port),
    host: values.host,
    stateDir: values['state-dir'],
    secretKey: values['secret-key'],
    publishableKey: values['publishable-key'],
    webhook: readWebhook(values['webhook-url'], values['webhook-secret']),
    exitWithParent: values['exit-with-parent'],
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port ${text}: not a port`);
  return port;
}

function readWebhook(url: string | undefined, secret: string | undefined): SandboxOptions['webhook'] {
  if (url === undefined && secret === undefined) return undefined;
  if (url === undefined || secret === undefined) throw new Error('--webhook-url and --webhook-secret go together');
  if (!URL.canParse(url)) throw new Error(`--webhook-url ${url}: not a URL`);
  return { url, secret };
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) {
    process.stdout.write(USAGE);
    return;
  }
  const sandbox = await startSandbox(options);
  const stop = () => {
    void sandbox.close().finally(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // A parent that is killed cannot say so; its end of the channel or of the pipe closes all the same.
  process.once('disconnect', stop);
  if (options.exitWithParent) process.stdin.once('close', stop).resume();
  const ready = { ready: true, port: sandbox.port };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  process.send?.(ready);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`stripe-sandbox: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
