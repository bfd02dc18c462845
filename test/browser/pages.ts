import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An empty page on a port of its own: whatever it does is done by the test. */
export class EmptyPage {
  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async serve(): Promise<EmptyPage> {
    const server = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>A page</title>');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new EmptyPage(server, (server.address() as AddressInfo).port);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
