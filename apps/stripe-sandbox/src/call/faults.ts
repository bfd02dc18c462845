import { invalidRequest } from './errors.js';

const API_FAULTS = ['answerLostAfterEffect', 'status500', 'status429', 'delayMs'] as const;
const WEBHOOK_FAULTS = ['dropWebhooks', 'duplicateWebhooks'] as const;
type FaultKind = (typeof API_FAULTS)[number] | (typeof WEBHOOK_FAULTS)[number];

/** Something that is to go wrong, a number of times. */
interface Fault {
  readonly kind: FaultKind;
  /** Milliseconds for `delayMs`; 1 for the others. */
  readonly value: number;
  /** Which requests it befalls, by the start of their path; webhooks have none. */
  readonly pathPrefix: string;
  left: number;
}

/** What is to go wrong, in the order in which it was asked for. */
export class Faults {
  private faults: Fault[] = [];

  /**
   * Adds faults as a control request asks: `{ delayMs: 300, status500: true, count: 2, pathPrefix: '/v1/refunds' }`;
   * `count` is 1 and `pathPrefix` every path when not given.
   */
  add(request: unknown): void {
    if (typeof request !== 'object' || request === null) throw invalidRequest('A fault is a JSON object.');
    const { count = 1, pathPrefix = '/', ...kinds } = request as Record<string, unknown>;
    if (!isCount(count)) throw invalidRequest('count is a whole number from 1', 'count');
    if (typeof pathPrefix !== 'string') throw invalidRequest('pathPrefix is a text', 'pathPrefix');
    const wanted = Object.entries(kinds).map(([name, value]) => ({ ...fault(name, value), pathPrefix, left: count }));
    if (wanted.length === 0) throw invalidRequest(`Name a fault: ${[...API_FAULTS, ...WEBHOOK_FAULTS].join(', ')}`);
    this.faults.push(...wanted);
  }

  clear(): void {
    this.faults = [];
  }

  pending(): readonly Fault[] {
    return this.faults;
  }

  /** The fault's value when it is to happen now, which uses it up once; 0 when it is not. */
  take(kind: FaultKind, path = '/'): number {
    if (this.faults.length === 0) return 0;
    const found = this.faults.find((each) => each.kind === kind && path.startsWith(each.pathPrefix));
    if (found === undefined) return 0;
    found.left--;
    if (found.left === 0) this.faults = this.faults.filter((each) => each !== found);
    return found.value;
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 1;

function fault(name: string, value: unknown): Pick<Fault, 'kind' | 'value'> {
  const kind = [...API_FAULTS, ...WEBHOOK_FAULTS].find((known) => known === name);
  if (kind === undefined) throw invalidRequest(`Unknown fault: ${name}`, name);
  if (kind === 'delayMs') {
    if (!isCount(value)) throw invalidRequest('delayMs is a whole number from 1', name);
    return { kind, value };
  }
  if (value !== true) throw invalidRequest(`${name} can only be true`, name);
  return { kind, value: 1 };
}
