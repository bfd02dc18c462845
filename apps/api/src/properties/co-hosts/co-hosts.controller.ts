import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentClient, CurrentUser, RecentSignIn, type Client, type Principal } from '#auth';
import { PageQuery, type Page } from '#contracts/page.dto.js';
import {
  CoHostDto,
  CoHostInvitationDto,
  CoHostInvitationPageDto,
  CoHostPageDto,
  CreateCoHostInvitationInput,
  UpdateCoHostInput,
} from '#contracts/properties/co-hosts.dto.js';
import {
  Forbidden,
  IdPipe,
  IfMatch,
  InvalidInput,
  NeedsIfMatch,
  NotFound,
  PreconditionFailed,
  Problems,
  Unauthenticated,
  type Versions,
} from '#http';
import { EmailUnverified } from '../../users/users.service.js';
import { PropertyArchived } from '../properties.errors.js';
import { AlreadyCoHost } from './co-hosts.errors.js';
import { CoHostsService } from './co-hosts.service.js';
import { InvitationsService } from './invitations.service.js';

/** Whom a host lets do things at a property. */
@ApiTags('co-hosts')
@Controller('v1/properties/:id')
@Problems(InvalidInput, Unauthenticated, NotFound)
export class CoHostsController {
  constructor(
    private readonly coHosts: CoHostsService,
    private readonly invitations: InvitationsService,
  ) {}

  @Post('co-hosts')
  @RecentSignIn()
  @HttpCode(201)
  @ApiOperation({
    operationId: 'createCoHostInvitation',
    summary: 'Ask somebody by their address to be a co-host, whether it has an account or not',
  })
  @Problems(EmailUnverified, Forbidden, AlreadyCoHost, PropertyArchived)
  invite(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Body() input: CreateCoHostInvitationInput,
    @CurrentClient() client: Client,
  ): Promise<CoHostInvitationDto> {
    return this.invitations.invite(user, id, input, client);
  }

  @Get('co-hosts')
  @ApiOperation({ operationId: 'listCoHosts', summary: 'List the co-hosts of your property, in order of time' })
  @ApiOkResponse({ type: CoHostPageDto })
  @Problems(Forbidden)
  list(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Query() page: PageQuery,
  ): Promise<Page<CoHostDto>> {
    return this.coHosts.list(user, id, page);
  }

  @Get('co-hosts/:userId')
  @ApiOperation({ operationId: 'getCoHost', summary: 'Read what a co-host may do, as the host or as that co-host' })
  find(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Param('userId', IdPipe) userId: string,
  ): Promise<CoHostDto> {
    return this.coHosts.find(user, id, userId);
  }

  @Patch('co-hosts/:userId')
  @RecentSignIn()
  @NeedsIfMatch()
  @ApiOperation({ operationId: 'updateCoHost', summary: 'Change what a co-host may do' })
  @Problems(Forbidden, PreconditionFailed)
  update(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Param('userId', IdPipe) userId: string,
    @IfMatch() versions: Versions,
    @Body() { permissions }: UpdateCoHostInput,
  ): Promise<CoHostDto> {
    return this.coHosts.update(user, id, userId, { versions, permissions });
  }

  @Delete('co-hosts/:userId')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteCoHost', summary: 'Part with a co-host, or leave as one' })
  end(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Param('userId', IdPipe) userId: string,
  ): Promise<void> {
    return this.coHosts.end(user, id, userId);
  }

  @Get('co-host-invitations')
  @ApiOperation({ operationId: 'listCoHostInvitations', summary: 'List whom you have asked and who has not answered' })
  @ApiOkResponse({ type: CoHostInvitationPageDto })
  @Problems(Forbidden)
  listInvitations(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Query() page: PageQuery,
  ): Promise<Page<CoHostInvitationDto>> {
    return this.invitations.list(user, id, page);
  }

  @Delete('co-host-invitations/:invitationId')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteCoHostInvitation', summary: 'Take an invitation back' })
  @Problems(Forbidden)
  withdraw(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Param('invitationId', IdPipe) invitationId: string,
  ): Promise<void> {
    return this.invitations.withdraw(user, id, invitationId);
  }
}
