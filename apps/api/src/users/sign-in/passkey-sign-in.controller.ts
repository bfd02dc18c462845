import { Body, Controller, Header, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AnyToken, CurrentClient, Public, type Client } from '#auth';
import { SignedInDto } from '#contracts/auth.dto.js';
import { LoginWithPasskeyInput, PasskeyOptionsDto } from '#contracts/passkeys.dto.js';
import { InvalidInput, NotIdempotent, Problems, RateLimit } from '#http';
import { InvalidPasskey } from '../passkeys/passkeys.errors.js';
import { RefreshCookie } from '../sessions/refresh-cookie.interceptor.js';
import { AccountSuspended } from '../users.errors.js';
import { PasskeySignInService } from './passkey-sign-in.service.js';

/** Signing in by passkey. */
@Controller('v1/auth/passkeys')
@ApiTags('auth')
@NotIdempotent('its answer is for one try, or holds tokens, and those are never stored')
@AnyToken()
export class PasskeySignInController {
  constructor(private readonly signIn: PasskeySignInService) {}

  @Post('options')
  @Public()
  @HttpCode(200)
  @RateLimit('login')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ operationId: 'createPasskeyLoginOptions', summary: 'Begin to sign in with a passkey' })
  options(): Promise<PasskeyOptionsDto> {
    return this.signIn.options();
  }

  @Post()
  @RefreshCookie()
  @Public()
  @HttpCode(200)
  @RateLimit('login')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ operationId: 'loginWithPasskey', summary: 'Sign in with a passkey' })
  @Problems(InvalidInput, InvalidPasskey, AccountSuspended)
  login(@Body() input: LoginWithPasskeyInput, @CurrentClient() client: Client): Promise<SignedInDto> {
    return this.signIn.login(input, client);
  }
}
