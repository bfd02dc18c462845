import { expect } from '@jest/globals';
import { AUDIT_ACTIONS, type AuditAction } from '#contracts/audit-actions.js';
import { expectStatus, type Person, type TestApp } from '#testing';
import { callOperation, type Sent } from './operations.js';

/** What the tests read of an entry of the audit log. */
interface Entry {
  number: number;
  action: string;
}

/** What is to be found of one call. */
export interface Found {
  /** who does it; null has not said who they are */
  by: Person | null;
  /** id of what it is done to */
  to: string;
  sent?: Sent;
  /** of the answer, where it is a refusal */
  status?: number;
  says?: object;
}

/** Does things over HTTP, and holds the audit log against them. */
export class Deeds {
  constructor(
    private readonly app: TestApp,
    private readonly reader: Person,
  ) {}

  /** The newest entry. */
  async last(): Promise<Entry | undefined> {
    return (await this.#entriesAfter(0))[0];
  }

  /** Calls an operation, and expects exactly one entry of an action to have come of it; the answer. */
  async did<Body = { id: string }>(operation: string, action: AuditAction, found: Found): Promise<Body> {
    const { by, to, sent, status, says } = found;
    const before = (await this.last())?.number ?? 0;
    const answer = await callOperation<Body>(this.app, operation, { token: by?.token, ...sent });
    const isAsSaid = status === undefined ? answer.status < 300 : answer.status === status;
    if (!isAsSaid) throw new Error(`${operation} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    const who = by ? { actorKind: 'user', actorId: by.id } : { actorKind: 'anonymous', actorId: null };
    const what = { subjectType: AUDIT_ACTIONS[action].subject, subjectId: to, ...who, ...says };
    const entries = (await this.#entriesAfter(before)).filter((entry) => entry.action === action);
    expect({ operation, entries }).toMatchObject({ operation, entries: [what] });
    return answer.body;
  }

  /** Calls an operation that nothing comes of that is recorded. */
  async nothingIsRecorded(operation: string, sent: Sent): Promise<void> {
    const before = (await this.last())?.number ?? 0;
    await callOperation(this.app, operation, sent);
    expect(await this.#entriesAfter(before)).toEqual([]);
  }

  async #entriesAfter(number: number): Promise<Entry[]> {
    const answer = await this.app.get<{ data: Entry[] }>('/v1/audit-entries?limit=100', this.reader.token);
    return expectStatus(answer, 200).data.filter((entry) => entry.number > number);
  }
}
