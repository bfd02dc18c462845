import { createServer } from 'node:net';
import { errorCode, StartupError } from '#config';

/**
 * Makes sure that the port can be listened on, before anything else is started.
 * @throws StartupError, one line
 */
export async function checkPort(host: string, port: number): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, host, resolve);
    });
  } catch (error) {
    throw new StartupError(reasonFor(errorCode(error), host, port));
  }
  await new Promise((resolve) => server.close(resolve));
}

function reasonFor(code: string | undefined, host: string, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken: stop what listens there, or choose another, such as PORT=${port + 1}`;
    case 'EACCES':
      return `Port ${port} needs more rights than this user has: choose another, such as PORT=3000`;
    default:
      return `HOST ${host} cannot be listened on (${code ?? 'unknown'}): choose another, such as HOST=127.0.0.1`;
  }
}
