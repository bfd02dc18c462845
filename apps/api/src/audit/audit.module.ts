import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { AuditResolver } from './audit.resolver.js';
import { AuditService } from './audit.service.js';

/** The audit log, for those who look something up in it. */
@Module({ controllers: [AuditController], providers: [AuditService, AuditResolver] })
export class AuditEntriesModule {}
