import { Controller, Delete, Get, HttpCode, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, OwnerOnly, type Principal } from '#auth';
import { PageQuery, type Page } from '#contracts/page.dto.js';
import { SessionPageDto, type SessionDto } from '#contracts/sessions.dto.js';
import { IdPipe, InvalidInput, NotFound, Problems, Unauthenticated } from '#http';
import { OwnSessionsService } from './own-sessions.service.js';

/** Where a person is signed in. */
@ApiTags('users')
@Controller('v1/users/me/sessions')
export class SessionsController {
  constructor(private readonly sessions: OwnSessionsService) {}

  @Get()
  @OwnerOnly()
  @ApiOperation({ operationId: 'listSessions', summary: 'List where you are signed in, latest first' })
  @ApiOkResponse({ type: SessionPageDto })
  @Problems(InvalidInput, Unauthenticated)
  list(@CurrentUser() user: Principal, @Query() page: PageQuery): Promise<Page<SessionDto>> {
    return this.sessions.list(user, page);
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ operationId: 'endOtherSessions', summary: 'Sign out everywhere else' })
  @Problems(Unauthenticated)
  endOthers(@CurrentUser() user: Principal): Promise<void> {
    return this.sessions.endOthers(user);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ operationId: 'endSession', summary: 'Sign out there' })
  @Problems(InvalidInput, Unauthenticated, NotFound)
  end(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string): Promise<void> {
    return this.sessions.end(user, id);
  }
}
