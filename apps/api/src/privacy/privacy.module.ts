import { Module } from '@nestjs/common';
import { forgets } from '#jobs';
import { ErasureController } from './erasure/erasure.controller.js';
import { ErasureService } from './erasure/erasure.service.js';
import { Archive } from './exports/archive.js';
import { ExportFilesController } from './exports/export-files.controller.js';
import { ExportsController } from './exports/exports.controller.js';
import { ExportDeadlines } from './exports/exports.events.js';
import { ExportsService } from './exports/exports.service.js';
import { NewExports } from './exports/new-exports.js';
import { FileRemovals } from './file-removals.js';
import { holdsExports } from './privacy.personal-data.js';

/** Exports whose files are gone; those of the last day are counted. */
const forgetsExports = forgets({
  table: 'data_exports',
  since: 'created_at',
  where: "status IN ('failed', 'expired')",
  days: () => 30,
});

/** What people ask for about their own data: a copy of it, and its end. What there is of them, the rooms say themselves. */
@Module({
  controllers: [ErasureController, ExportFilesController, ExportsController],
  providers: [
    Archive,
    ErasureService,
    ExportDeadlines,
    ExportsService,
    FileRemovals,
    NewExports,
    forgetsExports,
    holdsExports,
  ],
})
export class PrivacyModule {}
