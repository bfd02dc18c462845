import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** An answer, as its bytes say it. */
export interface RawAnswer {
  status: number;
  /** by their names in small letters */
  headers: Record<string, string>;
  body: string;
}

const DRIP_MS = 200;
/** A server that never ends a connection fails the test, rather than hold it up. */
const PATIENCE_MS = 8000;

/** A connection for what no well-behaved client sends. */
export class RawConnection {
  readonly #socket: Socket;
  #text = '';

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.#socket = connect({ host: hostname, port: Number(port) });
    this.#socket.setEncoding('utf8').on('data', (text: string) => (this.#text += text));
    // One that is cut says so when it is written to; what came before is what counts.
    this.#socket.on('error', () => undefined);
    setTimeout(() => this.#socket.destroy(), PATIENCE_MS).unref();
  }

  send(text: string): void {
    this.#socket.write(text);
  }

  /** Everything that came, once the server has ended it. */
  async ended(): Promise<string> {
    // `once` of Node would throw what the socket says when it is cut.
    if (!this.#socket.closed) await new Promise((resolve) => this.#socket.once('close', resolve));
    return this.#text;
  }

  /** Sends a text again and again, until the server ends it. */
  async drip(text: string): Promise<string> {
    const timer = setInterval(() => this.#socket.write(text), DRIP_MS);
    try {
      return await this.ended();
    } finally {
      clearInterval(timer);
    }
  }

  /** Sends a text many times over, and then nothing more: what is cut while it still sends can lose the answer. */
  async pour(text: string, times: number): Promise<string> {
    for (let time = 0; time < times; time += 1) this.#socket.write(text);
    return this.ended();
  }

  /** Waits until something came. */
  async received(wanted: RegExp): Promise<void> {
    while (!wanted.test(this.#text)) await once(this.#socket, 'data');
  }
}

/** The answers that came one after the other; each says how long it is. */
export function answersIn(text: string): RawAnswer[] {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return [];
  const [line = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((each) => [each.slice(0, each.indexOf(':')).toLowerCase(), each.slice(each.indexOf(':') + 1).trim()]),
  );
  const rest = text.slice(end + 4);
  const length = Number(headers['content-length'] ?? 0);
  const answer = { status: Number(line.split(' ')[1]), headers, body: rest.slice(0, length) };
  return [answer, ...answersIn(rest.slice(length))];
}
