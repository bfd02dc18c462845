import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

const QUERY = 'Q'.charCodeAt(0);
const PARSE = 'P'.charCodeAt(0);
const BIND = 'B'.charCodeAt(0);
/** Begin and end of transactions, and what sets a connection up, are no statements of anybody's. */
const HOUSEKEEPING = /^\s*(begin|commit|rollback|set|savepoint|release|select set_config|select 1)\b/i;

/**
 * Stands between an application and PostgreSQL, and notes the statements that go by (PostgreSQL's documentation,
 * "Message Formats": the frontend's Query, Parse and Bind).
 */
export class CountingProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #ignored = new Set<string>();
  #statements: string[] = [];

  private constructor(private readonly target: URL) {
    this.#server = createServer((client) => this.#join(client));
  }

  /** A way to the database at `url` that counts. */
  static async start(url: string): Promise<CountingProxy> {
    const proxy = new CountingProxy(new URL(url));
    proxy.#server.listen(0, '127.0.0.1');
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

  /** From now on nothing counts that has been seen so far: what the application does by itself. */
  ignoreSeen(): void {
    for (const statement of this.#statements) this.#ignored.add(statement);
  }

  /** The statements that go by while `work` is done. */
  async during(work: () => Promise<unknown>): Promise<string[]> {
    this.#statements = [];
    await work();
    return this.#statements.filter((statement) => !this.#ignored.has(statement) && !HOUSEKEEPING.test(statement));
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(client: Socket): void {
    const server = connect(Number(this.target.port), this.target.hostname);
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    server.pipe(client);
    const note = this.#notes();
    client.on('data', (bytes) => {
      note(bytes);
      server.write(bytes);
    });
  }

  /** Reads one connection's messages as they come in: the first has no type, the others a byte for it. */
  #notes(): (bytes: Buffer) => void {
    const prepared = new Map<string, string>();
    let rest = Buffer.alloc(0);
    let isFirst = true;
    return (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      for (;;) {
        const head = isFirst ? 0 : 1;
        if (rest.length < head + 4) return;
        const end = head + rest.readUInt32BE(head);
        if (rest.length < end) return;
        if (!isFirst) this.#note(rest.readUInt8(0), rest.subarray(5, end), prepared);
        isFirst = false;
        rest = rest.subarray(end);
      }
    };
  }

  #note(type: number, body: Buffer, prepared: Map<string, string>): void {
    const [first = '', second = ''] = body.toString('latin1').split('\0', 2);
    if (type === QUERY) this.#statements.push(first);
    if (type === PARSE) prepared.set(first, second);
    if (type === BIND) this.#statements.push(prepared.get(second) ?? '');
  }
}
