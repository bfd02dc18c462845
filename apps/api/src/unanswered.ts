import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The answers that are still to go on a connection. */
const underWay = new WeakMap<Socket, Set<ServerResponse>>();

/** Notes of each request to a server that it is to be answered. */
export function noteRequests(server: Server): void {
  server.on('request', ({ socket }, response) => {
    const open = underWay.get(socket) ?? new Set();
    underWay.set(socket, open.add(response));
    response.once('close', () => open.delete(response));
  });
}

/**
 * Waits until the requests that have come in whole on a connection are answered: answers go in the order of requests (RFC
 * 9112, section 9.3.2), and what is said of broken bytes behind a request must not be taken for what came of it.
 */
export async function wholeRequestsAnswered(socket: Socket): Promise<void> {
  const whole = [...(underWay.get(socket) ?? [])].filter(({ req }) => req.complete);
  await Promise.all(whole.map((response) => once(response, 'close')));
}
