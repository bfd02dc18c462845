import { Body, Controller, Header, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AnyToken, Busy, CurrentClient, CurrentUser, LeavingUser, Public, type Client, type Principal } from '#auth';
import { LoginInput, RefreshInput, RegisterInput, SignedInDto } from '#contracts/auth.dto.js';
import { ReauthenticatedDto, ReauthenticateInput } from '#contracts/reauthentication.dto.js';
import { Created, InvalidInput, NotIdempotent, Problems, RateLimit, Unauthenticated } from '#http';
import { RegistrationService } from './registration.service.js';
import { onlyOne, RefreshCookie, TokenInCookie } from './sessions/refresh-cookie.interceptor.js';
import { SignInService } from './sign-in/sign-in.service.js';
import { AccountSuspended, EmailTaken, InvalidCredentials, InvalidRefreshToken, LoginDelayed } from './users.errors.js';

/**
 * Signing in and out. The answers hold tokens, so they are not kept: not for an Idempotency-Key, and not in a cache
 * (RFC 6749, section 5.1).
 */
@Controller('v1/auth')
@ApiTags('auth')
@NotIdempotent('its answer holds tokens, and those are never stored')
@AnyToken()
export class AuthController {
  constructor(
    private readonly registration: RegistrationService,
    private readonly signIn: SignInService,
  ) {}

  @Post('register')
  @RefreshCookie()
  @Public()
  @Created({ path: '/v1/users/me' })
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ operationId: 'register', summary: 'Make an account and sign in' })
  @Problems(InvalidInput, EmailTaken, Busy)
  register(@Body() input: RegisterInput, @CurrentClient() client: Client): Promise<SignedInDto> {
    return this.registration.register(input, client);
  }

  @Post('login')
  @RefreshCookie()
  @Public()
  @HttpCode(200)
  @RateLimit('login')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ operationId: 'login', summary: 'Sign in with e-mail and password' })
  @Problems(InvalidInput, InvalidCredentials, AccountSuspended, LoginDelayed, Busy)
  login(@Body() input: LoginInput, @CurrentClient() client: Client): Promise<SignedInDto> {
    return this.signIn.login(input, client);
  }

  @Post('refresh')
  @RefreshCookie()
  @Public()
  @HttpCode(200)
  @RateLimit('refresh')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ operationId: 'refresh', summary: 'Exchange a refresh token for new tokens' })
  @Problems(InvalidInput, InvalidRefreshToken, AccountSuspended)
  refresh(
    @Body() { refreshToken }: RefreshInput,
    @TokenInCookie() kept: string | undefined,
    @CurrentClient() client: Client,
  ): Promise<SignedInDto> {
    return this.signIn.refresh(onlyOne(refreshToken, kept), client);
  }

  @Post('reauthenticate')
  @HttpCode(200)
  @RateLimit('login')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    operationId: 'reauthenticate',
    summary: 'Prove once more who you are, for what asks for a recent sign-in',
  })
  @Problems(InvalidInput, Unauthenticated, InvalidCredentials, LoginDelayed, Busy)
  reauthenticate(
    @CurrentUser() user: Principal,
    @Body() input: ReauthenticateInput,
    @CurrentClient() client: Client,
  ): Promise<ReauthenticatedDto> {
    return this.signIn.reauthenticate(user, input, client);
  }

  @Post('logout')
  @RefreshCookie()
  @HttpCode(204)
  @NotIdempotent('signing out again changes nothing more')
  @ApiOperation({ operationId: 'logout', summary: 'Sign out: end the session of the access token' })
  @Problems(Unauthenticated)
  logout(@LeavingUser() user: Principal): Promise<void> {
    return this.signIn.logout(user);
  }
}
