import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, RecentSignIn, Roles, type Principal } from '#auth';
import type { Page } from '#contracts/page.dto.js';
import { AccountDto, AccountPageDto, AccountsQuery, ReasonInput, UpdateRolesInput } from '#contracts/staff.dto.js';
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
import { AccountsService } from './accounts.service.js';
import { NotOneself } from './staff.errors.js';

/** Accounts, for staff. */
@ApiTags('staff')
@Controller('v1/users')
@Roles('support', 'admin')
@Problems(InvalidInput, Unauthenticated, Forbidden)
export class AccountsController {
  constructor(private readonly accounts: AccountsService) {}

  @Get()
  @ApiOperation({ operationId: 'listAccounts', summary: 'List accounts, the newest first; for support and admins' })
  @ApiOkResponse({ type: AccountPageDto })
  list(@Query() query: AccountsQuery): Promise<Page<AccountDto>> {
    return this.accounts.list(query);
  }

  @Get(':id/account')
  @ApiOperation({ operationId: 'getAccount', summary: 'Read an account; for support and admins' })
  @Problems(NotFound)
  find(@Param('id', IdPipe) id: string): Promise<AccountDto> {
    return this.accounts.find(id);
  }

  /** What they let is not found, nor booked, meanwhile; stays that are booked go on. */
  @Post(':id/suspend')
  @RecentSignIn()
  @Roles('admin')
  @HttpCode(200)
  @ApiOperation({ operationId: 'suspendAccount', summary: 'Keep somebody out, from their next request on; for admins' })
  @Problems(NotFound, NotOneself)
  suspend(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Body() { reason }: ReasonInput,
  ): Promise<AccountDto> {
    return this.accounts.suspend(user, id, reason);
  }

  @Post(':id/restore')
  @RecentSignIn()
  @Roles('admin')
  @HttpCode(200)
  @ApiOperation({ operationId: 'restoreAccount', summary: 'Let somebody in again; for admins' })
  @Problems(NotFound, NotOneself)
  restore(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Body() { reason }: ReasonInput,
  ): Promise<AccountDto> {
    return this.accounts.restore(user, id, reason);
  }

  @Put(':id/roles')
  @RecentSignIn()
  @Roles('admin')
  @NeedsIfMatch()
  @ApiOperation({ operationId: 'updateRoles', summary: 'Give an account other staff roles; for admins' })
  @Problems(NotFound, NotOneself, PreconditionFailed)
  updateRoles(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @IfMatch() versions: Versions,
    @Body() input: UpdateRolesInput,
  ): Promise<AccountDto> {
    return this.accounts.updateRoles(user, id, versions, input);
  }
}
