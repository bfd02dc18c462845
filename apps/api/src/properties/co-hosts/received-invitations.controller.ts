import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, type Principal } from '#auth';
import { PageQuery, type Page } from '#contracts/page.dto.js';
import {
  AcceptCoHostInvitationInput,
  CoHostDto,
  CoHostInvitationPageDto,
  type CoHostInvitationDto,
} from '#contracts/properties/co-hosts.dto.js';
import { IdPipe, InvalidInput, NotFound, Problems, Unauthenticated } from '#http';
import { InvalidInvitationLink, InvitationClosed } from './co-hosts.errors.js';
import { InvitationsService } from './invitations.service.js';

/** Invitations to one's own address. */
@ApiTags('co-hosts')
@Controller('v1')
@Problems(InvalidInput, Unauthenticated)
export class ReceivedInvitationsController {
  constructor(private readonly invitations: InvitationsService) {}

  @Get('users/me/co-host-invitations')
  @ApiOperation({ operationId: 'listReceivedCoHostInvitations', summary: 'List the open invitations to your address' })
  @ApiOkResponse({ type: CoHostInvitationPageDto })
  list(@CurrentUser() user: Principal, @Query() page: PageQuery): Promise<Page<CoHostInvitationDto>> {
    return this.invitations.received(user, page);
  }

  @Post('co-host-invitations/:id/accept')
  @HttpCode(200)
  @ApiOperation({ operationId: 'acceptCoHostInvitation', summary: 'Become a co-host, with the link of the letter' })
  @Problems(NotFound, InvalidInvitationLink, InvitationClosed)
  accept(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Body() { token }: AcceptCoHostInvitationInput,
  ): Promise<CoHostDto> {
    return this.invitations.accept(user, id, token);
  }

  @Post('co-host-invitations/:id/decline')
  @HttpCode(204)
  @ApiOperation({ operationId: 'declineCoHostInvitation', summary: 'Say no to an invitation' })
  @Problems(NotFound, InvitationClosed)
  decline(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string): Promise<void> {
    return this.invitations.decline(user, id);
  }
}
