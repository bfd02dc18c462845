import { Body, Controller, Header, HttpCode, HttpStatus, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AnyToken, Busy, CurrentClient, CurrentUser, LeavingUser, Public, type Client, type Principal } from '#auth';
import { LoginInput, RefreshInput, RegisterInput, SignedInDto } from '#contracts/auth.dto.js';
import { ReauthenticatedDto, ReauthenticateInput } from '#contracts/reauthentication.dto.js';
import { CompleteLoginInput, SecondFactorNeededDto } from '#contracts/second-factor.dto.js';
import { Created, InvalidInput, NotIdempotent, Problems, RateLimit, Unauthenticated } from '#http';
import { ConsentNotCurrent } from './consents/consents.errors.js';
import { RegistrationService } from './registration.service.js';
import { OwnSessionsService } from './sessions/own-sessions.service.js';
import { onlyOne, RefreshCookie, TokenInCookie } from './sessions/refresh-cookie.interceptor.js';
import { ReauthenticationService } from './sign-in/reauthentication.service.js';
import { SignInService } from './sign-in/sign-in.service.js';
import {
  AccountSuspended,
  ChallengeOver,
  EmailTaken,
  InvalidCredentials,
  InvalidRefreshToken,
  InvalidSecondFactor,
  LoginDelayed,
  SecondFactorNeeded,
} from './users.errors.js';

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
    private readonly reauthentication: ReauthenticationService,
    private readonly signIn: SignInService,
    private readonly sessions: OwnSessionsService,
  ) {}

  @Post('register')
  @RefreshCookie()
  @Public()
  @Created({ path: '/v1/users/me' })
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ operationId: 'register', summary: 'Make an account and sign in' })
  @ApiCreatedResponse({ type: SignedInDto })
  @ApiAcceptedResponse({
    description: 'Where it is not told which addresses have an account (REGISTRATION_ANSWER): the rest comes by mail',
  })
  @Problems(InvalidInput, ConsentNotCurrent, EmailTaken, Busy)
  async register(
    @Body() input: RegisterInput,
    @CurrentClient() client: Client,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedInDto | undefined> {
    const signedIn = await this.registration.register(input, client);
    if (!signedIn) void reply.status(202);
    return signedIn;
  }

  @Post('login')
  @RefreshCookie()
  @Public()
  @HttpCode(200)
  @RateLimit('login')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ operationId: 'login', summary: 'Sign in with e-mail and password' })
  @ApiOkResponse({ type: SignedInDto })
  @ApiAcceptedResponse({
    type: SecondFactorNeededDto,
    description: 'The password is right, and the account has a second factor: send it to `completeLogin`',
  })
  @Problems(InvalidInput, InvalidCredentials, AccountSuspended, LoginDelayed, Busy)
  async login(
    @Body() input: LoginInput,
    @CurrentClient() client: Client,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedInDto | SecondFactorNeededDto> {
    const answer = await this.signIn.login(input, client);
    if ('secondFactor' in answer) void reply.code(HttpStatus.ACCEPTED);
    return answer;
  }

  @Post('second-factor')
  @RefreshCookie()
  @Public()
  @HttpCode(200)
  @RateLimit('login')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ operationId: 'completeLogin', summary: 'Sign in with the second factor, after the password' })
  @Problems(InvalidInput, ChallengeOver, InvalidSecondFactor, AccountSuspended, LoginDelayed)
  completeLogin(@Body() input: CompleteLoginInput, @CurrentClient() client: Client): Promise<SignedInDto> {
    return this.signIn.completeLogin(input, client);
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
  @Problems(
    InvalidInput,
    Unauthenticated,
    InvalidCredentials,
    SecondFactorNeeded,
    InvalidSecondFactor,
    LoginDelayed,
    Busy,
  )
  reauthenticate(
    @CurrentUser() user: Principal,
    @Body() input: ReauthenticateInput,
    @CurrentClient() client: Client,
  ): Promise<ReauthenticatedDto> {
    return this.reauthentication.reauthenticate(user, input, client);
  }

  @Post('logout')
  @RefreshCookie()
  @HttpCode(204)
  @NotIdempotent('signing out again changes nothing more')
  @ApiOperation({ operationId: 'logout', summary: 'Sign out: end the session of the access token' })
  @Problems(Unauthenticated)
  logout(@LeavingUser() user: Principal): Promise<void> {
    return this.sessions.leave(user);
  }
}
