import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, Public, RecentSignIn, Roles, type Principal } from '#auth';
import { PublishTermsInput, TermsDto, TermsInForceDto } from '#contracts/consents.dto.js';
import { Created, Forbidden, InvalidInput, Problems, Unauthenticated } from '#http';
import { TermsPublished } from './consents.errors.js';
import { ConsentsService } from './consents.service.js';

/** What there is to agree to. */
@ApiTags('privacy')
@Controller('v1/terms')
export class TermsController {
  constructor(private readonly consents: ConsentsService) {}

  @Get()
  @Public()
  @ApiOperation({ operationId: 'listTerms', summary: 'List the documents that are in force, each in its version' })
  async list(): Promise<TermsInForceDto> {
    return { data: await this.consents.inForce() };
  }

  @Post()
  @RecentSignIn()
  @Roles('admin')
  @Created({ path: '/v1/terms' })
  @ApiOperation({ operationId: 'publishTerms', summary: 'Publish a version of a document; for admins' })
  @Problems(InvalidInput, Unauthenticated, Forbidden, TermsPublished)
  publish(@CurrentUser() user: Principal, @Body() input: PublishTermsInput): Promise<TermsDto> {
    return this.consents.publish(user, input);
  }
}
