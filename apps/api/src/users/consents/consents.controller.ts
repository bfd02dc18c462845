import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, type Principal } from '#auth';
import { ConsentDto, ConsentInput, ConsentPageDto } from '#contracts/consents.dto.js';
import { PageQuery, type Page } from '#contracts/page.dto.js';
import { Created, IdPipe, InvalidInput, NotFound, Problems, Unauthenticated } from '#http';
import { ConsentNotCurrent, ConsentRequired } from './consents.errors.js';
import { ConsentsService } from './consents.service.js';

/** What a person has agreed to. */
@ApiTags('privacy')
@Controller('v1/users/me/consents')
@Problems(InvalidInput, Unauthenticated)
export class ConsentsController {
  constructor(private readonly consents: ConsentsService) {}

  @Get()
  @ApiOperation({ operationId: 'listConsents', summary: 'List what you have agreed to, the latest first' })
  @ApiOkResponse({ type: ConsentPageDto })
  list(@CurrentUser() user: Principal, @Query() page: PageQuery): Promise<Page<ConsentDto>> {
    return this.consents.list(user, page);
  }

  @Post()
  @Created({ path: '/v1/users/me/consents' })
  @ApiOperation({ operationId: 'createConsent', summary: 'Agree to a document, in the version that is in force' })
  @Problems(ConsentNotCurrent)
  give(@CurrentUser() user: Principal, @Body() input: ConsentInput): Promise<ConsentDto> {
    return this.consents.give(user, input);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'withdrawConsent',
    summary: 'Take a consent back',
    description:
      'What was done before stays right. A consent that an account needs is taken back with the account alone.',
  })
  @Problems(NotFound, ConsentRequired)
  withdraw(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string): Promise<void> {
    return this.consents.withdraw(user, id);
  }
}
