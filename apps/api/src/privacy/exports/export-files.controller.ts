import { Controller, Get, Header, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Public } from '#auth';
import { ExportFileQuery } from '#contracts/privacy.dto.js';
import { IdPipe, InvalidInput, NotFound, Problems } from '#http';
import { ExportExpired } from '../privacy.errors.js';
import { ExportsService } from './exports.service.js';

/** Downloads by link: a browser sends no access token with them. */
@ApiTags('privacy')
@Controller('v1/exports')
export class ExportFilesController {
  constructor(private readonly exports: ExportsService) {}

  @Get(':id/file')
  @Public()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ operationId: 'getExportFile', summary: 'Download an export by its link' })
  @ApiProduces('application/zip')
  @ApiOkResponse({ content: { 'application/zip': { schema: { type: 'string', format: 'binary' }, example: 'PK' } } })
  @Problems(InvalidInput, NotFound, ExportExpired)
  async download(@Param('id', IdPipe) id: string, @Query() { token }: ExportFileQuery): Promise<StreamableFile> {
    const { content, bytes } = await this.exports.open(id, token);
    return new StreamableFile(content, {
      type: 'application/zip',
      disposition: 'attachment; filename="roost-export.zip"',
      length: bytes,
    });
  }
}
