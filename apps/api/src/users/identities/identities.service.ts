import { Injectable } from '@nestjs/common';
import { AccessWatch, type Principal } from '#auth';
import type { IdentityDto } from '#contracts/identities.dto.js';
import { Database, firstRow } from '#database';
import { NotFound } from '#http';
import { LastWayIn } from '../passkeys/passkeys.errors.js';
import { FactorChanges } from '../second-factor/factor-changes.js';
import { identitiesOf, removeIdentity } from './identities.queries.js';
import { OidcProviders } from './oidc-providers.js';

/** By whose accounts elsewhere a person signs in, for that person. */
@Injectable()
export class IdentitiesService {
  constructor(
    private readonly database: Database,
    private readonly providers: OidcProviders,
    private readonly changes: FactorChanges,
    private readonly watch: AccessWatch,
  ) {}

  /** All of them, the oldest first. */
  async list(userId: string): Promise<IdentityDto[]> {
    return this.database.rows(identitiesOf(userId));
  }

  /**
   * Removes one. Other sessions end.
   * @throws NotFound, LastWayIn
   */
  async remove(user: Principal, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.changes.lock(tx, user.id);
      const isNotLast = await this.changes.mayLoseOne(tx, user.id);
      const removed = await firstRow(tx, removeIdentity(user.id, id));
      if (!removed) throw new NotFound('You have no such identity.');
      if (!isNotLast) throw new LastWayIn('Set a password, or add a passkey first.');
      const provider = this.providers.byId(removed.provider)?.name ?? removed.provider;
      await this.changes.tellAndEndOthers(tx, user, { change: 'identity_removed', provider });
    });
    await this.watch.catchUp();
  }
}
