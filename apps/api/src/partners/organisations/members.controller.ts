import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentClient, CurrentUser, RecentSignIn, type Client, type Principal } from '#auth';
import { PageQuery, type Page } from '#contracts/page.dto.js';
import {
  CreateInvitationInput,
  InvitationDto,
  InvitationPageDto,
  OrganisationMemberPageDto,
  type OrganisationMemberDto,
} from '#contracts/partners/organisations.dto.js';
import { Forbidden, IdPipe, InvalidInput, NotFound, Problems, RateLimit, Unauthenticated } from '#http';
import { EmailUnverified } from '../../users/users.service.js';
import { LastOwner, TooManyOrganisations } from '../partners.errors.js';
import { InvitationsService } from './invitations.service.js';
import { MembersService } from './members.service.js';

/** Who belongs to an organisation, and who is asked to. */
@ApiTags('partners')
@Controller('v1/organisations/:id')
@Problems(InvalidInput, Unauthenticated, NotFound)
export class MembersController {
  constructor(
    private readonly members: MembersService,
    private readonly invitations: InvitationsService,
  ) {}

  @Get('members')
  @ApiOperation({ operationId: 'listMembers', summary: 'List who belongs to an organisation' })
  @ApiOkResponse({ type: OrganisationMemberPageDto })
  list(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Query() page: PageQuery,
  ): Promise<Page<OrganisationMemberDto>> {
    return this.members.list(user, id, page);
  }

  @Post('members/:userId/promote')
  @HttpCode(204)
  @RecentSignIn()
  @ApiOperation({ operationId: 'promoteMember', summary: 'Make a member an owner' })
  @Problems(Forbidden, TooManyOrganisations)
  promote(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) organisationId: string,
    @Param('userId', IdPipe) userId: string,
  ): Promise<void> {
    return this.members.setRole(user, { organisationId, userId }, 'owner');
  }

  @Post('members/:userId/demote')
  @HttpCode(204)
  @ApiOperation({ operationId: 'demoteMember', summary: 'Make an owner a member like others' })
  @Problems(Forbidden, LastOwner)
  demote(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) organisationId: string,
    @Param('userId', IdPipe) userId: string,
  ): Promise<void> {
    return this.members.setRole(user, { organisationId, userId }, 'member');
  }

  @Delete('members/:userId')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteMember', summary: 'Take someone out of an organisation, or leave it' })
  @Problems(Forbidden, LastOwner)
  remove(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) organisationId: string,
    @Param('userId', IdPipe) userId: string,
  ): Promise<void> {
    return this.members.remove(user, { organisationId, userId });
  }

  /** The answer is the same whether or not the address has an account. */
  @Post('invitations')
  @HttpCode(201)
  @RateLimit('invitation')
  @RecentSignIn()
  @ApiOperation({ operationId: 'createInvitation', summary: 'Ask someone to join, by a letter with a code' })
  @Problems(EmailUnverified, Forbidden)
  async invite(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Body() input: CreateInvitationInput,
    @CurrentClient() client: Client,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InvitationDto> {
    const invitation = await this.invitations.create(user, id, input, client);
    void reply.header('Location', `/v1/organisations/${id}/invitations/${invitation.id}`);
    return invitation;
  }

  @Get('invitations')
  @ApiOperation({ operationId: 'listInvitations', summary: 'List the invitations that nobody has taken up' })
  @ApiOkResponse({ type: InvitationPageDto })
  listInvitations(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Query() page: PageQuery,
  ): Promise<Page<InvitationDto>> {
    return this.invitations.list(user, id, page);
  }

  @Delete('invitations/:invitationId')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteInvitation', summary: 'Take an invitation back' })
  @Problems(Forbidden)
  deleteInvitation(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Param('invitationId', IdPipe) invitationId: string,
  ): Promise<void> {
    return this.invitations.delete(user, id, invitationId);
  }
}
