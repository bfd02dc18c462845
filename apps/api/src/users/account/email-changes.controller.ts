import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AnyToken, Public } from '#auth';
import { LinkTokenInput } from '#contracts/account.dto.js';
import { InvalidInput, NotIdempotent, Problems, RateLimit } from '#http';
import { InvalidCode } from '../codes/codes.errors.js';
import { EmailConfirmationsService } from './email-confirmations.service.js';

/** Confirming a change of address, at the old one and at the new. */
@Controller('v1/auth/email-changes')
@ApiTags('auth')
@Public()
@AnyToken()
export class EmailChangesController {
  constructor(private readonly emails: EmailConfirmationsService) {}

  @Post('confirm')
  @HttpCode(204)
  @RateLimit('code-try')
  @NotIdempotent('its link is taken once')
  @ApiOperation({ operationId: 'confirmEmailChange', summary: 'Confirm a change of e-mail address by a mailed link' })
  @Problems(InvalidInput, InvalidCode)
  confirm(@Body() { token }: LinkTokenInput): Promise<void> {
    return this.emails.confirm(token);
  }
}
