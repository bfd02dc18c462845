import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { MailedLinks, wallTime } from '#auth';
import { Clock } from '#clock';
import { CONFIG, type AppConfig } from '#config';
import type { SearchResultDto } from '#contracts/search-results.dto.js';
import type { SearchDto } from '#contracts/search.dto.js';
import { Database, messageOf } from '#database';
import { DAY_MS, MINUTE_MS } from '#dates';
import { Sweep } from '#jobs';
import { Mails } from '#mail';
import { SearchService } from '../search/search.service.js';
import { alertLetter } from './alert-letter.js';
import { comparedWith, hasEnded, LOOKED_AT, nextLook } from './alerts.rules.js';
import { finishLook, takeDue, type DueSearch } from './alerts.queries.js';

const BATCH = 10;
/** Longer than a batch takes: a search that a process took and did not finish is due again after it. */
const LEASE_MS = 5 * MINUTE_MS;
/** For how long a letter's link ends the letters. */
const LINK_MS = 365 * DAY_MS;

/**
 * Looks at saved searches that are due, and writes letters about what they find anew. A search is run outside of any
 * transaction; what came of it and its letter are one, so that a crash is no second letter.
 */
@Injectable()
export class AlertsSweep {
  readonly #logger = new Logger('Alerts');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly search: SearchService,
    private readonly mails: Mails,
    private readonly links: MailedLinks,
    @Inject(CONFIG) private readonly config: AppConfig,
  ) {}

  /** Looks at a batch of searches; how many that were. */
  @Sweep({ name: 'saved_searches.look' })
  async lookAtDue(): Promise<number> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + LEASE_MS);
    const due = await this.database.rows(takeDue(now, until, BATCH));
    for (const each of due) await this.#lookAt(each, now, until);
    return due.length;
  }

  /** One that fails keeps none of the others from being looked at; it is tried again when its lease is over. */
  async #lookAt(due: DueSearch, now: Date, until: Date): Promise<void> {
    try {
      if (hasEnded(due.checkIn, now)) await this.#finish(due, until, { known: due.known, dueAt: null }, []);
      else if (due.email === null)
        await this.#finish(due, until, { known: due.known, dueAt: nextLook(due.alerts, now) }, []);
      else await this.#tell(due, now, until);
    } catch (error) {
      this.#logger.warn(`search ${due.id} was not looked at: ${messageOf(error)}`);
    }
  }

  async #tell(due: DueSearch, now: Date, until: Date): Promise<void> {
    const best: SearchDto = Object.assign({}, due.search, { sort: 'rank' as const });
    const { data } = await this.search.page(best, { limit: LOOKED_AT });
    const { fresh, known } = comparedWith(
      due.known,
      data.map(({ property }) => property.id),
    );
    const isFresh = new Set(fresh);
    const places = data.filter(({ property }) => isFresh.has(property.id));
    await this.#finish(due, until, { known, dueAt: nextLook(due.alerts, now) }, places);
  }

  async #finish(
    due: DueSearch,
    until: Date,
    look: { known: readonly string[] | null; dueAt: Date | null },
    places: readonly SearchResultDto[],
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      const toldAt = places.length > 0 ? this.clock.now() : null;
      const isOurs = await finishLook(tx, due, until, { ...look, toldAt });
      if (isOurs && places.length > 0) await this.#write(tx, due, places);
    });
  }

  async #write(tx: EntityManager, due: DueSearch, places: readonly SearchResultDto[]): Promise<void> {
    const { id, userId, email, firstName, name } = due;
    if (email === null) return;
    const link = this.links.linkTo('end_alerts', { id, expiresAt: new Date(wallTime().getTime() + LINK_MS) });
    const letter = alertLetter({ firstName, name, places, publicUrl: this.config.app.publicUrl, link });
    await this.mails.queue(tx, { to: email, userId, ...letter, secret: true });
  }
}
