import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Is told each message of one connection in one direction: its type's letter, and what follows the length. */
export type MessageListener = (type: string, body: Buffer) => void;

/** Who listens to one connection. */
export interface Listeners {
  client?: MessageListener;
  server?: MessageListener;
}

/** Stands between an application and PostgreSQL and listens (PostgreSQL's documentation, "Message Formats"). */
export class PostgresProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly target: URL,
    private readonly listen: () => Listeners,
  ) {
    this.#server = createServer((client) => this.#join(client));
  }

  /** A way to the database at `url`. @param listen asked for each connection @param port of this machine; 0 is any */
  static async start(url: string, listen: () => Listeners, port = 0): Promise<PostgresProxy> {
    const proxy = new PostgresProxy(new URL(url), listen);
    proxy.#server.listen(port, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  /** The database's URL by this way. */
  get url(): string {
    const url = new URL(this.target);
    url.hostname = '127.0.0.1';
    url.port = String((this.#server.address() as AddressInfo).port);
    return url.href;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(client: Socket): void {
    const server = connect(Number(this.target.port), this.target.hostname);
    const listeners = this.listen();
    // The first message of a client has no type.
    this.#pass(client, server, messages(listeners.client, 0));
    this.#pass(server, client, messages(listeners.server, 1));
  }

  #pass(from: Socket, to: Socket, heard: (bytes: Buffer) => void): void {
    this.#sockets.add(from);
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
    from.on('data', (bytes) => {
      heard(bytes);
      to.write(bytes);
    });
  }
}

/** Cuts a stream of bytes into messages: a type, except for the first when `firstHead` is 0; a length; a body. */
function messages(listener: MessageListener | undefined, firstHead: 0 | 1): (bytes: Buffer) => void {
  if (!listener) return () => undefined;
  let head: number = firstHead;
  let rest = Buffer.alloc(0);
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      if (rest.length < head + 4) return;
      const end = head + rest.readUInt32BE(head);
      if (rest.length < end) return;
      if (head === 1) listener(String.fromCharCode(rest.readUInt8(0)), rest.subarray(5, end));
      head = 1;
      rest = rest.subarray(end);
    }
  };
}
