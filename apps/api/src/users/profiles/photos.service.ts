import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Clock } from '#clock';
import type { PhotoSize } from '#contracts/users.dto.js';
import { Database } from '#database';
import { HOUR_MS } from '#dates';
import { isFor, NotFound, PreconditionFailed, Unavailable, type Versions } from '#http';
import { Storage } from '#storage';
import { PhotoEncoder } from './photo-encoder.js';
import { photoFile, type EncodedPhoto } from './photo-file.js';
import { countChange, hidePhoto, insertPhoto, lockAccount, showPhoto, versionOf } from './photos.queries.js';
import { RemovedPhotos } from './removed-photos.js';

/** Much longer than it takes to write a photo, and to have it shown. */
const UNSHOWN_MS = HOUR_MS;

/** People's photos: files, of which each has a row from before it is written until it is gone. */
@Injectable()
export class PhotosService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly storage: Storage,
    private readonly encoder: PhotoEncoder,
    private readonly removed: RemovedPhotos,
  ) {}

  /**
   * Shows a photo of a person, in place of the one that was.
   * @param versions the version of the account that its owner has seen, or several
   * @param bytes as they came; see PhotoEncoder
   * @throws PreconditionFailed, UnreadablePhoto, Unavailable
   */
  async change(userId: string, versions: Versions, bytes: Buffer): Promise<void> {
    assertVersion(versions, await this.db.firstRow(versionOf(userId)));
    const photo = await this.encoder.encode(bytes);
    const id = await this.#keep(userId, photo);
    const before = await this.db.transaction(async (tx) => {
      assertVersion(versions, await lockAccount(tx, userId));
      const now = this.clock.now();
      const hidden = await hidePhoto(tx, userId, now);
      if (!(await showPhoto(tx, id, now))) throw new Unavailable('It took too long.', { retryAfterSeconds: 1 });
      await countChange(tx, userId, now);
      await this.audit.record(tx, { action: 'user.photo_changed', subject: userId });
      return hidden?.id ?? null;
    });
    if (before !== null) await this.removed.remove([before]);
  }

  /** Takes a person's photo away, or finds that there is none. */
  async remove(userId: string): Promise<void> {
    const before = await this.db.transaction(async (tx) => {
      await lockAccount(tx, userId);
      const now = this.clock.now();
      const hidden = await hidePhoto(tx, userId, now);
      if (!hidden) return null;
      await countChange(tx, userId, now);
      await this.audit.record(tx, { action: 'user.photo_removed', subject: userId });
      return hidden.id;
    });
    if (before !== null) await this.removed.remove([before]);
  }

  /**
   * A photo, to be read to its end or destroyed. Who knows its id has been shown it: the database is not asked.
   * @throws NotFound
   */
  async open(id: string, size: PhotoSize): Promise<Readable> {
    const file = await this.storage.open(photoFile(id.toLowerCase(), size));
    if (!file) throw new NotFound('There is no such photo.');
    return file;
  }

  /** Writes a photo's files. Its id is not one of `newId()`: those tell when they were made. */
  async #keep(userId: string, photo: EncodedPhoto): Promise<string> {
    const id = randomUUID();
    await this.db.rows(insertPhoto(id, userId, new Date(this.clock.now().getTime() + UNSHOWN_MS)));
    await this.storage.put(photoFile(id, 'large'), photo.large);
    await this.storage.put(photoFile(id, 'small'), photo.small);
    return id;
  }
}

function assertVersion(versions: Versions, account: { version: number } | undefined): void {
  if (!account) throw new NotFound('This account does not exist any more.');
  if (!isFor(versions, account.version)) throw new PreconditionFailed(`The account is at version ${account.version}.`);
}
