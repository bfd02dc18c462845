import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, RecentSignIn, type Principal } from '#auth';
import { PageQuery, type Page } from '#contracts/page.dto.js';
import { AccessGrantDto, AccessGrantPageDto, CreateAccessGrantInput } from '#contracts/partners/grants.dto.js';
import { Created, Forbidden, IdPipe, InvalidInput, NotFound, Problems, Tagged, Unauthenticated } from '#http';
import { EmailUnverified } from '../../users/users.service.js';
import { AlreadyGranted } from '../partners.errors.js';
import { GrantsService } from './grants.service.js';

/** What hosts let partners' programs do. */
@ApiTags('partners')
@Controller('v1')
@Problems(InvalidInput, Unauthenticated)
export class GrantsController {
  constructor(private readonly grants: GrantsService) {}

  @Post('users/me/grants')
  @RecentSignIn()
  @Created('/v1/grants')
  @ApiOperation({
    operationId: 'createAccessGrant',
    summary: 'Let a partner’s programs in, at one of your properties or at all',
  })
  @Problems(EmailUnverified, NotFound, AlreadyGranted)
  create(@CurrentUser() user: Principal, @Body() input: CreateAccessGrantInput): Promise<AccessGrantDto> {
    return this.grants.create(user, input);
  }

  @Get('users/me/grants')
  @ApiOperation({ operationId: 'listAccessGrants', summary: 'List what you let partners do, latest first' })
  @ApiOkResponse({ type: AccessGrantPageDto })
  list(@CurrentUser() user: Principal, @Query() page: PageQuery): Promise<Page<AccessGrantDto>> {
    return this.grants.list(user, page);
  }

  @Get('organisations/:id/grants')
  @ApiOperation({
    operationId: 'listOrganisationAccessGrants',
    summary: 'List what hosts let an organisation do, latest first',
  })
  @ApiOkResponse({ type: AccessGrantPageDto })
  @Problems(NotFound)
  listOfOrganisation(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Query() page: PageQuery,
  ): Promise<Page<AccessGrantDto>> {
    return this.grants.listOfOrganisation(user, id, page);
  }

  @Get('grants/:id')
  @Tagged()
  @ApiOperation({ operationId: 'getAccessGrant', summary: 'Read a grant, as its host or a member of its organisation' })
  @Problems(NotFound)
  find(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string): Promise<AccessGrantDto> {
    return this.grants.find(user, id);
  }

  @Delete('grants/:id')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'deleteAccessGrant',
    summary: 'Take a grant back at once, or give it back as an owner of its organisation',
  })
  @Problems(NotFound, Forbidden)
  async end(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string): Promise<void> {
    await this.grants.end(user, id);
  }
}
