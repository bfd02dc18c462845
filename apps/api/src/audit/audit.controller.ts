import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '#auth';
import { AuditEntryPageDto, AuditQuery, type AuditEntryDto } from '#contracts/audit.dto.js';
import type { Page } from '#contracts/page.dto.js';
import { Forbidden, InvalidInput, Problems, Unauthenticated } from '#http';
import { AuditService } from './audit.service.js';

/** Who did what to whom. */
@ApiTags('audit')
@Controller('v1/audit-entries')
@Roles('support', 'admin')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @ApiOperation({ operationId: 'listAuditEntries', summary: 'Look up who did what to whom, latest first; for staff' })
  @ApiOkResponse({ type: AuditEntryPageDto })
  @Problems(InvalidInput, Unauthenticated, Forbidden)
  list(@Query() { limit, cursor, ...filter }: AuditQuery): Promise<Page<AuditEntryDto>> {
    return this.audit.list(filter, { limit, cursor });
  }
}
