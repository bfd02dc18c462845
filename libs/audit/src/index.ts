export { Audit } from './audit.js';
export { AuditModule } from './audit.module.js';
export { changesOf, type Changes, type ToldFields } from './changes.js';
export { recordByCommand } from './record-by-command.js';
export { actingFrom, type Actor, type Origin } from './origin.js';
export type { AuditRecord } from './record.js';
