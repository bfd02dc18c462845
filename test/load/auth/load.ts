import { readFile } from 'node:fs/promises';
import autocannon from 'autocannon';

/** `sysconf(_SC_CLK_TCK)` is 100 on every Linux that Node runs on: what /proc counts processor time in. */
const TICK_MS = 10;

export interface Load {
  url: string;
  connections: number;
  seconds: number;
  /** dealt to the connections: each sends its own one after the other, and again from the first */
  requests: autocannon.Request[];
}

/** What came of them. */
export interface Measured {
  answers: number;
  perSecond: number;
  /** 99 % of the answers came within this many milliseconds */
  p99: number;
}

/** Loads a server. @throws Error when anything but 2xx comes */
export async function load({ url, connections, seconds, requests }: Load): Promise<Measured> {
  let begun = 0;
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    setupClient: (client) => {
      const turn = begun;
      begun += 1;
      client.setRequests(requests.filter((_, index) => index % connections === turn % requests.length));
    },
  });
  if (result.non2xx + result.errors + result.timeouts > 0)
    throw new Error(`${result.non2xx} refusals, ${result.errors} errors, ${result.timeouts} timeouts at ${url}`);
  return { answers: result['2xx'], perSecond: result['2xx'] / result.duration, p99: result.latency.p99 };
}

/** Processor time that a process and its threads have used so far, in milliseconds (proc(5), `stat`). */
export async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name of the program, in brackets, may have spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** The middle one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
