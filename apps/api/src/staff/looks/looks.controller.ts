import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, RecentSignIn, Roles, type Principal } from '#auth';
import { PageQuery, type Page } from '#contracts/page.dto.js';
import { AccountLookPageDto, LookTokenDto, ReasonInput, type AccountLookDto } from '#contracts/staff.dto.js';
import { Forbidden, IdPipe, InvalidInput, NotFound, NotIdempotent, Problems, Unauthenticated } from '#http';
import { CannotBeLookedAt } from '../staff.errors.js';
import { LooksService } from './looks.service.js';

/** Looks of support into accounts. */
@ApiTags('staff')
@Controller('v1/users')
@Problems(InvalidInput, Unauthenticated)
export class LooksController {
  constructor(private readonly looks: LooksService) {}

  /** The token reads what the owner reads, but for secrets and what others have written; the owner sees that you looked. */
  @Post(':id/looks')
  @RecentSignIn()
  @Roles('support', 'admin')
  @HttpCode(201)
  @NotIdempotent('its answer holds a token, and those are never stored')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    operationId: 'createLook',
    summary: 'Look at an account as its owner sees it; for support and admins',
  })
  @Problems(Forbidden, NotFound, CannotBeLookedAt)
  begin(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Body() { reason }: ReasonInput,
  ): Promise<LookTokenDto> {
    return this.looks.begin(user, id, reason);
  }

  @Get('me/looks')
  @ApiOperation({ operationId: 'listLooks', summary: 'List when support has looked at your account, and why' })
  @ApiOkResponse({ type: AccountLookPageDto })
  list(@CurrentUser() user: Principal, @Query() page: PageQuery): Promise<Page<AccountLookDto>> {
    return this.looks.list(user, page);
  }
}
