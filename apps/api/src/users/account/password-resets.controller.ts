import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AnyToken, Busy, CurrentClient, Public, type Client } from '#auth';
import { RequestLinkInput, ResetPasswordInput } from '#contracts/account.dto.js';
import { InvalidInput, NotIdempotent, Problems, RateLimit, TooManyRequests } from '#http';
import { InvalidCode } from '../codes/codes.errors.js';
import { CodesService } from '../codes/codes.service.js';
import { PasswordChangesService } from './password-changes.service.js';

/** A new password for who has forgotten theirs. */
@Controller('v1/auth/password-resets')
@ApiTags('auth')
@Public()
@AnyToken()
export class PasswordResetsController {
  constructor(
    private readonly codes: CodesService,
    private readonly passwords: PasswordChangesService,
  ) {}

  @Post()
  @HttpCode(202)
  @NotIdempotent('asking again mails a new link, and the one before is of no use any more')
  @ApiOperation({
    operationId: 'requestPasswordReset',
    summary: 'Have a link mailed that resets the password',
    description: 'The answer is the same whether the address has an account or not.',
  })
  @Problems(InvalidInput, TooManyRequests)
  request(@Body() { email }: RequestLinkInput, @CurrentClient() client: Client): Promise<void> {
    return this.codes.request('reset_password', email, client);
  }

  @Post('confirm')
  @HttpCode(204)
  @RateLimit('code-try')
  @NotIdempotent('its link is taken once')
  @ApiOperation({
    operationId: 'resetPassword',
    summary: 'Set a new password by a mailed link',
    description: 'Every session of the account ends; sign in with the new password.',
  })
  @Problems(InvalidInput, InvalidCode, Busy)
  reset(@Body() input: ResetPasswordInput, @CurrentClient() client: Client): Promise<void> {
    return this.passwords.reset(input, client);
  }
}
