import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, OwnerOnly, RecentSignIn, type Principal } from '#auth';
import { PageQuery, type Page } from '#contracts/page.dto.js';
import { ExportDto, ExportPageDto, ExportToDownloadDto } from '#contracts/privacy.dto.js';
import { Created, IdPipe, InvalidInput, NotFound, Problems, Tagged, TooManyRequests, Unauthenticated } from '#http';
import { NewExports } from './new-exports.js';
import { ExportsService } from './exports.service.js';

/** Copies of all that is known of a person. */
@ApiTags('privacy')
@Controller('v1/users/me/exports')
@Problems(Unauthenticated)
export class ExportsController {
  constructor(
    private readonly exports: ExportsService,
    private readonly newExports: NewExports,
  ) {}

  @Post()
  @RecentSignIn()
  @HttpCode(202)
  @Created('/v1/users/me/exports')
  @ApiOperation({
    operationId: 'requestExport',
    summary: 'Ask for a copy of all that is known of you',
    description:
      'A ZIP file of JSON is made, and you are sent a letter with a link to it when it is ready. One is made at a time: asked ' +
      'for again meanwhile, it is the same one.',
  })
  @Problems(TooManyRequests)
  request(@CurrentUser() user: Principal): Promise<ExportDto> {
    return this.newExports.request(user);
  }

  @Get()
  @OwnerOnly()
  @ApiOperation({ operationId: 'listExports', summary: 'List your exports, the latest first' })
  @ApiOkResponse({ type: ExportPageDto })
  @Problems(InvalidInput)
  list(@CurrentUser() user: Principal, @Query() page: PageQuery): Promise<Page<ExportDto>> {
    return this.exports.list(user, page);
  }

  @Get(':id')
  @OwnerOnly()
  @RecentSignIn()
  @Tagged()
  @ApiOperation({ operationId: 'getExport', summary: 'Read an export of yours, with the link to download it' })
  @Problems(InvalidInput, NotFound)
  get(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string): Promise<ExportToDownloadDto> {
    return this.exports.get(user, id);
  }
}
