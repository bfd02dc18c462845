import { Injectable } from '@nestjs/common';
import type { AuditEntryDto, AuditFilterDto } from '#contracts/audit.dto.js';
import type { CountDto, PageQuery } from '#contracts/page.dto.js';
import { Database, sql } from '#database';
import { countRows, Cursors, toCount, type KeysetPage } from '#http';
import { auditEntries, entriesThat, type AuditPlace } from './audit.queries.js';

/** Who did what to whom, for those who look after the service. */
@Injectable()
export class AuditService {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
  ) {}

  /** The entries that are looked for, the latest first. */
  async list(filter: AuditFilterDto, { limit, cursor }: PageQuery): Promise<KeysetPage<AuditEntryDto>> {
    const { actorId, subjectType, subjectId, action, from, to } = filter;
    const list = `audit ${JSON.stringify([actorId, subjectType, subjectId, action, from, to])}`;
    const after = this.cursors.read<AuditPlace>(list, cursor);
    const found = await this.database.rows(auditEntries(filter, after, limit + 1));
    return this.cursors.page(list, found, limit, ({ happenedAt, number }) => [happenedAt.toISOString(), number]);
  }

  /** How many there are. */
  async count(filter: AuditFilterDto): Promise<CountDto> {
    const counted = await this.database.firstRow(countRows(sql`SELECT ${entriesThat(filter)}`));
    return toCount(counted?.number);
  }
}
