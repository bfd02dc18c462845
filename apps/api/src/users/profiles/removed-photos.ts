import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#clock';
import { Database } from '#database';
import { MINUTE_MS } from '#dates';
import { Sweep } from '#jobs';
import { Storage } from '#storage';
import { deletePhotos, takeRemoved } from './photos.queries.js';
import { photoFiles } from './photo-file.js';

const BATCH = 20;
/** What could not be removed is tried again then. */
const LEASE_MS = 10 * MINUTE_MS;

/** Takes files away that no account shows any more, or never came to show. */
@Injectable()
export class RemovedPhotos {
  readonly #logger = new Logger('Photos');

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly storage: Storage,
  ) {}

  /** Removes the files of a batch of photos that are due; how many were taken. */
  @Sweep({ name: 'photos.remove' })
  async removeDue(): Promise<number> {
    const now = this.clock.now();
    const due = await this.db.rows(takeRemoved(now, new Date(now.getTime() + LEASE_MS), BATCH));
    await this.remove(due.map(({ id }) => id));
    return due.length;
  }

  /** Removes the files of photos that are shown no more. What cannot be removed now is left to the sweep. */
  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    try {
      await Promise.all(ids.flatMap(photoFiles).map((name) => this.storage.remove(name)));
      await this.db.rows(deletePhotos(ids));
    } catch (error) {
      this.#logger.warn({ err: error }, 'photos could not be removed, and will be later');
    }
  }
}
