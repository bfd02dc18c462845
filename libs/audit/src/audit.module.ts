import { Global, Module } from '@nestjs/common';
import { Audit } from './audit.js';
import { holdsAuditLog } from './audit.personal-data.js';

/** The audit log for everyone to write to. */
@Global()
@Module({ providers: [Audit, holdsAuditLog], exports: [Audit] })
export class AuditModule {}
