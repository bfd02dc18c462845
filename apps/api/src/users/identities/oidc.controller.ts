import { Body, Controller, Get, Header, HttpCode, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AnyToken, CurrentClient, Public, type Client } from '#auth';
import { SignedInDto } from '#contracts/auth.dto.js';
import {
  AttemptDto,
  BeginLoginWithProviderInput,
  LoginWithProviderInput,
  ProvidersDto,
} from '#contracts/identities.dto.js';
import { SecondFactorNeededDto } from '#contracts/second-factor.dto.js';
import { InvalidInput, NotIdempotent, Problems, RateLimit } from '#http';
import { RefreshCookie } from '../sessions/refresh-cookie.interceptor.js';
import { ConsentNotCurrent } from '../consents/consents.errors.js';
import { AccountSuspended } from '../users.errors.js';
import { AttemptsService } from './attempts.service.js';
import { AttemptOver, ProviderUnavailable } from './identities.errors.js';
import { OidcProviders } from './oidc-providers.js';
import { OidcSessionsService } from './oidc-sessions.service.js';

/** Signing in with an account elsewhere, by OpenID Connect. */
@Controller('v1/auth/oidc')
@ApiTags('auth')
@NotIdempotent('its answer is for one try, or holds tokens, and those are never stored')
@AnyToken()
export class OidcController {
  constructor(
    private readonly providers: OidcProviders,
    private readonly attempts: AttemptsService,
    private readonly sessions: OidcSessionsService,
  ) {}

  @Get('providers')
  @Public()
  @ApiOperation({ operationId: 'listLoginProviders', summary: 'List whose accounts one can sign in with' })
  list(): ProvidersDto {
    return { data: this.providers.all.map(({ id, name }) => ({ id, name })) };
  }

  @Post('attempts')
  @Public()
  @HttpCode(200)
  @RateLimit('login')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    operationId: 'createProviderLoginAttempt',
    summary: 'Begin to sign in with an account elsewhere',
    description:
      'Sets a cookie, and tells where to send the browser; within ten minutes it comes back to `returnTo`, with `#code=…` for ' +
      '`loginWithProvider`, or with `#error=…`: `access_denied` by the person; `account_exists` with their e-mail address: sign in to ' +
      'it in another way, and link this one; `email_unverified` by the provider; `consent_required` for an account, begin again with `consents`; ' +
      '`provider_refused`, `provider_unavailable`, ' +
      '`provider_mixed_up`; `attempt_over`, `other_browser`: begin again. Pages of other origins call this with `credentials: "include"`.',
  })
  @Problems(InvalidInput, ConsentNotCurrent, ProviderUnavailable)
  async begin(
    @Body() input: BeginLoginWithProviderInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AttemptDto> {
    const { authorizationUrl, cookie } = await this.attempts.begin(input, null);
    void reply.header('Set-Cookie', cookie);
    return { authorizationUrl };
  }

  @Post('sessions')
  @RefreshCookie()
  @Public()
  @HttpCode(200)
  @RateLimit('login')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    operationId: 'loginWithProvider',
    summary: 'Sign in with the code that the browser has come back with, within a minute, in that browser',
  })
  @ApiOkResponse({ type: SignedInDto })
  @ApiAcceptedResponse({
    type: SecondFactorNeededDto,
    description: 'The account has a second factor: send it to `completeLogin`',
  })
  @Problems(InvalidInput, AttemptOver, AccountSuspended)
  async open(
    @Body() input: LoginWithProviderInput,
    @CurrentClient() client: Client,
    @Req() { headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedInDto | SecondFactorNeededDto> {
    const { answer, cookie } = await this.sessions.open(input, headers.cookie, client);
    void reply.header('Set-Cookie', cookie);
    if ('secondFactor' in answer) void reply.code(HttpStatus.ACCEPTED);
    return answer;
  }
}
