import { Injectable } from '@nestjs/common';
import { Database, firstRow } from '#database';
import { FactorChanges } from '../second-factor/factor-changes.js';
import { openSession } from '../sessions/sessions.queries.js';
import type { Linker } from './attempts.queries.js';
import { ownerOf, putIdentity } from './identities.queries.js';
import type { Provider } from './provider.js';
import { addressIn } from './person-of.js';
import type { Vouched } from './provider-answers.js';

/** What has come of linking. */
type Linked = { linked: string } | { error: 'session_over' | 'identity_taken' | 'provider_linked' };

/** Links an identity to the account of whoever has signed in there and asked for it. */
@Injectable()
export class Linking {
  constructor(
    private readonly database: Database,
    private readonly changes: FactorChanges,
  ) {}

  /** @param id of the new identity */
  async link(
    provider: Provider,
    { issuer, subject, claims }: Vouched,
    { id, linker }: { id: string; linker: Linker },
  ): Promise<Linked> {
    return this.database.transaction(async (tx) => {
      await this.changes.lock(tx, linker.id);
      if (!(await firstRow(tx, openSession(linker.id, linker.sessionId)))) return { error: 'session_over' };
      const email = addressIn(claims)?.mailbox ?? null;
      const identity = { id, userId: linker.id, provider: provider.id, issuer, subject, email };
      if (await firstRow(tx, putIdentity(identity))) {
        await this.changes.tell(tx, linker.id, { change: 'identity_added', provider: provider.name });
        return { linked: provider.id };
      }
      const owner = await firstRow(tx, ownerOf({ issuer, subject }));
      if (!owner) return { error: 'provider_linked' };
      return owner.userId === linker.id ? { linked: provider.id } : { error: 'identity_taken' };
    });
  }
}
