import { Body, Controller, Get, Param, Patch } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, Public, type Principal } from '#auth';
import { PublicUserDto, UpdateMeInput, UserDto } from '#contracts/users.dto.js';
import {
  IdPipe,
  IfMatch,
  InvalidInput,
  NeedsIfMatch,
  NotFound,
  PreconditionFailed,
  Problems,
  Tagged,
  Unauthenticated,
  type Versions,
} from '#http';
import { UsersService } from './users.service.js';

/** People's accounts. */
@Controller('v1/users')
@ApiTags('users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get('me')
  @ApiOperation({ operationId: 'getMe', summary: 'Read your account' })
  @Problems(Unauthenticated)
  me(@CurrentUser() user: Principal): Promise<UserDto> {
    return this.users.me(user.id);
  }

  @Patch('me')
  @NeedsIfMatch()
  @ApiOperation({ operationId: 'updateMe', summary: 'Change your account' })
  @Problems(InvalidInput, Unauthenticated, PreconditionFailed)
  updateMe(
    @CurrentUser() user: Principal,
    @IfMatch() versions: Versions,
    @Body() input: UpdateMeInput,
  ): Promise<UserDto> {
    return this.users.updateMe(user.id, versions, input);
  }

  @Get(':id')
  @Public()
  @Tagged()
  @ApiOperation({ operationId: 'getUser', summary: 'Read what everyone may know of a user' })
  @Problems(InvalidInput, NotFound)
  user(@Param('id', IdPipe) id: string): Promise<PublicUserDto> {
    return this.users.publicUser(id);
  }
}
