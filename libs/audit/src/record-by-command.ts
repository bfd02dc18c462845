import type { ClientBase } from 'pg';
import { insertPending } from './pending.js';
import type { AuditRecord } from './record.js';

/**
 * Records what an operator does at the command line, in the transaction that is open on `client`.
 * @param command by its name, such as `npm run parked`: there is nobody who has signed in
 */
export async function recordByCommand(client: ClientBase, command: string, record: AuditRecord): Promise<void> {
  await client.query(insertPending([{ record, origin: { actor: { kind: 'system' }, userAgent: command } }]));
}
