import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AnyToken, CurrentClient, Public, type Client } from '#auth';
import { LinkTokenInput, RequestLinkInput } from '#contracts/account.dto.js';
import { InvalidInput, NotIdempotent, Problems, RateLimit, TooManyRequests } from '#http';
import { InvalidCode } from './codes.errors.js';
import { CodesService } from './codes.service.js';
import { EmailVerificationsService } from './email-verifications.service.js';

/** Confirming an e-mail address. Registering mails the first link. */
@Controller('v1/auth/email-verifications')
@ApiTags('auth')
@Public()
@AnyToken()
export class EmailVerificationsController {
  constructor(
    private readonly codes: CodesService,
    private readonly verifications: EmailVerificationsService,
  ) {}

  @Post()
  @HttpCode(202)
  @NotIdempotent('asking again mails a new link, and the one before is of no use any more')
  @ApiOperation({
    operationId: 'requestEmailVerification',
    summary: 'Have the link that confirms an e-mail address mailed again',
    description: 'The answer is the same whether the address has an account or not.',
  })
  @Problems(InvalidInput, TooManyRequests)
  request(@Body() { email }: RequestLinkInput, @CurrentClient() client: Client): Promise<void> {
    return this.codes.request('verify_email', email, client);
  }

  @Post('confirm')
  @HttpCode(204)
  @RateLimit('code-try')
  @NotIdempotent('its link is taken once')
  @ApiOperation({ operationId: 'verifyEmail', summary: 'Confirm an e-mail address by a mailed link' })
  @Problems(InvalidInput, InvalidCode)
  confirm(@Body() { token }: LinkTokenInput): Promise<void> {
    return this.verifications.verify(token);
  }
}
