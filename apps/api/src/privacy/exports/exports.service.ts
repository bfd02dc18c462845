import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { ExportLinks, type Principal } from '#auth';
import { Clock } from '#clock';
import type { PageQuery } from '#contracts/page.dto.js';
import type { ExportDto, ExportToDownloadDto } from '#contracts/privacy.dto.js';
import { Database } from '#database';
import { Cursors, NotFound, type KeysetPage } from '#http';
import { Storage } from '#storage';
import { ExportExpired } from '../privacy.errors.js';
import { exportOf, exportsOf, fileOf, readyExport } from './exports.queries.js';

/** A file to be downloaded. */
export interface ExportFile {
  content: Readable;
  bytes: number;
}

/** Copies of all that is known of somebody, for them. */
@Injectable()
export class ExportsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly cursors: Cursors,
    private readonly links: ExportLinks,
    private readonly storage: Storage,
  ) {}

  /** One's exports, the latest first. */
  async list(user: Principal, { limit, cursor }: PageQuery): Promise<KeysetPage<ExportDto>> {
    const list = `exports ${user.id}`;
    const beforeId = this.cursors.read<string>(list, cursor);
    const found = await this.database.rows(exportsOf(user.id, beforeId, limit + 1));
    return this.cursors.page(list, found, limit, ({ id }) => id);
  }

  /** One of one's exports, and where it is downloaded. @throws NotFound */
  async get(user: Principal, id: string): Promise<ExportToDownloadDto> {
    const found = await this.database.firstRow(exportOf(user.id, id));
    if (!found) throw new NotFound('There is no such export.');
    const { status, expiresAt } = found;
    const isThere = status === 'ready' && expiresAt !== null && expiresAt > this.clock.now();
    return { ...found, downloadUrl: isThere ? this.links.linkTo({ id, expiresAt }) : null };
  }

  /** The file, for whoever has its link. @throws NotFound, ExportExpired */
  async open(id: string, token: string): Promise<ExportFile> {
    const expiresAt = this.links.expiryOf(id, token);
    if (!expiresAt) throw new NotFound('There is no such export.');
    if (expiresAt <= this.clock.now()) throw new ExportExpired('Ask for another one: POST /v1/users/me/exports.');
    const found = await this.database.firstRow(readyExport(id));
    const content = found && (await this.storage.open(fileOf(found)));
    if (!content) throw new NotFound('There is no such export.');
    return { content, bytes: found.bytes };
  }
}
