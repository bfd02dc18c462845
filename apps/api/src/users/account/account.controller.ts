import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Busy, CurrentClient, CurrentUser, RecentSignIn, type Client, type Principal } from '#auth';
import { ChangeEmailInput, ChangePasswordInput } from '#contracts/account.dto.js';
import { InvalidInput, NotIdempotent, Problems, RateLimit, TooManyRequests, Unauthenticated } from '#http';
import { LoginDelayed } from '../users.errors.js';
import { WrongPassword } from './account.errors.js';
import { EmailChangesService } from './email-changes.service.js';
import { PasswordChangesService } from './password-changes.service.js';

/** What one signs in with. The requests hold passwords: not even a fingerprint of them is kept for an Idempotency-Key. */
@Controller('v1/users/me')
@ApiTags('users')
@NotIdempotent('nothing is kept of a request that holds a password')
export class AccountController {
  constructor(
    private readonly passwords: PasswordChangesService,
    private readonly emails: EmailChangesService,
  ) {}

  @Post('password')
  @RateLimit('login')
  @RecentSignIn()
  @HttpCode(204)
  @ApiOperation({
    operationId: 'changePassword',
    summary: 'Change your password',
    description: 'Every other session ends.',
  })
  @Problems(InvalidInput, Unauthenticated, WrongPassword, LoginDelayed, Busy)
  changePassword(
    @CurrentUser() user: Principal,
    @Body() input: ChangePasswordInput,
    @CurrentClient() client: Client,
  ): Promise<void> {
    return this.passwords.change(user, input, client);
  }

  @Post('email')
  @RateLimit('login')
  @RecentSignIn()
  @HttpCode(202)
  @ApiOperation({
    operationId: 'requestEmailChange',
    summary: 'Have your e-mail address changed',
    description:
      'A link is mailed to the old address and one to the new: when both have been followed, the account has the new address, ' +
      'and every other session ends.',
  })
  @Problems(InvalidInput, Unauthenticated, WrongPassword, LoginDelayed, TooManyRequests, Busy)
  changeEmail(
    @CurrentUser() user: Principal,
    @Body() input: ChangeEmailInput,
    @CurrentClient() client: Client,
  ): Promise<void> {
    return this.emails.request(user, input, client);
  }
}
