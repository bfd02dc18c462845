import { PostgresProxy, type MessageListener } from './postgres-proxy.js';

/** Begin and end of transactions, what sets a connection up, and whether one is alive, are no statements of anybody's. */
const HOUSEKEEPING =
  /^\s*(begin\b|commit\b|rollback\b|set\b|savepoint\b|release\b|select set_config\b|select 1\b|select\s*$)/i;

/** Notes the statements that go by between an application and PostgreSQL. */
export class CountingProxy {
  readonly #ignored = new Set<string>();

  private constructor(
    private readonly proxy: PostgresProxy,
    /** what has gone by */
    private readonly statements: string[],
  ) {}

  /** A way to the database at `url` that counts. */
  static async start(url: string): Promise<CountingProxy> {
    const statements: string[] = [];
    return new CountingProxy(await PostgresProxy.start(url, () => ({ client: notesInto(statements) })), statements);
  }

  /** The database's URL by this way. */
  get url(): string {
    return this.proxy.url;
  }

  /** From now on nothing counts that has been seen so far: what the application does by itself. */
  ignoreSeen(): void {
    for (const statement of this.statements) this.#ignored.add(statement);
  }

  /** The statements that go by while `work` is done. */
  async during(work: () => Promise<unknown>): Promise<string[]> {
    this.statements.length = 0;
    await work();
    return this.statements.filter((statement) => !this.#ignored.has(statement) && !HOUSEKEEPING.test(statement));
  }

  stop(): Promise<void> {
    return this.proxy.stop();
  }
}

/** Listens to one connection: Query has a statement, Parse prepares one, Bind uses it. */
function notesInto(statements: string[]): MessageListener {
  const prepared = new Map<string, string>();
  return (type, body) => {
    const [first = '', second = ''] = body.toString('latin1').split('\0', 2);
    if (type === 'Q') statements.push(first);
    if (type === 'P') prepared.set(first, second);
    if (type === 'B') statements.push(prepared.get(second) ?? '');
  };
}
