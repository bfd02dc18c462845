import { PostgresProxy, type MessageListener } from '../e2e/support/postgres-proxy.js';

/** Rows of a table that a statement read. */
export interface Scan {
  table: string;
  /** undefined: the whole table, from its beginning */
  index?: string;
  /** rows that were looked at, whether or not they were wanted */
  rows: number;
}

/** A statement that was run, and how. */
export interface Plan {
  statement: string;
  scans: Scan[];
}

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Node[];
}

/** What auto_explain is to say of each statement: its plan as it was run, also of those in functions and triggers. */
const SETTINGS = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_timing': 'off',
  'auto_explain.log_nested_statements': 'on',
  'auto_explain.log_format': 'json',
  'auto_explain.log_level': 'notice',
};

/** The settings, as statements for the database of that URL; for connections that are begun afterwards. */
export function explainEverything(url: string): string[] {
  const database = new URL(url).pathname.slice(1);
  return Object.entries(SETTINGS).map(([name, value]) => `ALTER DATABASE ${database} SET ${name} = '${value}'`);
}

/**
 * Reads the plans of all that an application asks of PostgreSQL, as they were: auto_explain (a part of PostgreSQL) tells
 * each connection of its statements in notices, and this listens on the way.
 */
export class PlanReader {
  private constructor(
    private readonly proxy: PostgresProxy,
    /** of what has gone by */
    private readonly plans: Plan[],
  ) {}

  /** A way to the database at `url`, which has to be set to explain everything. */
  static async start(url: string): Promise<PlanReader> {
    const plans: Plan[] = [];
    return new PlanReader(await PostgresProxy.start(url, () => ({ server: readInto(plans) })), plans);
  }

  /** The database's URL by this way. */
  get url(): string {
    return this.proxy.url;
  }

  /** The plans of what is asked while `work` is done. */
  async during(work: () => Promise<unknown>): Promise<Plan[]> {
    this.plans.length = 0;
    await work();
    return [...this.plans];
  }

  stop(): Promise<void> {
    return this.proxy.stop();
  }
}

/** NoticeResponse: fields of a letter and a text each; M is the message. */
function readInto(plans: Plan[]): MessageListener {
  return (type, body) => {
    if (type !== 'N') return;
    const message = body
      .toString('utf8')
      .split('\0')
      .find((field) => field.startsWith('Mduration: '));
    if (message === undefined) return;
    const explained = JSON.parse(message.slice(message.indexOf('{'))) as { 'Query Text': string; Plan: Node };
    plans.push({ statement: explained['Query Text'].trim().replaceAll(/\s+/g, ' '), scans: scansOf(explained.Plan) });
  };
}

function scansOf(node: Node): Scan[] {
  // A bitmap's rows are read by the node above it, which names the table; the node itself names the index.
  const below = (node.Plans ?? []).flatMap((child) => scansOf(child));
  const table = node['Relation Name'];
  const ownIndex = node['Index Name'];
  if (node['Node Type'] === 'ModifyTable') return below;
  if (table === undefined) return ownIndex === undefined ? below : [{ table: '', index: ownIndex, rows: 0 }, ...below];
  const isBitmap = node['Node Type'] === 'Bitmap Heap Scan';
  const index = ownIndex ?? (isBitmap ? below.find((scan) => scan.table === '')?.index : undefined);
  return [{ table, ...(index !== undefined && { index }), rows: rowsLookedAt(node) }, ...below];
}

/** All rows that a scan had in hand, those that a filter put away as well. */
function rowsLookedAt(node: Node): number {
  const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  return ((node['Actual Rows'] ?? 0) + removed) * (node['Actual Loops'] ?? 1);
}
