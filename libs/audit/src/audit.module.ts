import { Global, Module } from '@nestjs/common';
import { Audit } from './audit.js';

/** The audit log for everyone to write to. */
@Global()
@Module({ providers: [Audit], exports: [Audit] })
export class AuditModule {}
