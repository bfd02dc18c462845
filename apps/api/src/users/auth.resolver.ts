import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { AnyToken, CurrentClient, LeavingUser, Public, type Client, type Principal } from '#auth';
import { LoginInput, RefreshInput, RegisterInput, SignedInDto } from '#contracts/auth.dto.js';
import { NotIdempotent, RateLimit } from '#http';
import { RegistrationService } from './registration.service.js';
import { OwnSessionsService } from './sessions/own-sessions.service.js';
import { onlyOne, RefreshCookie, TokenInCookie } from './sessions/refresh-cookie.interceptor.js';
import { SignInService } from './sign-in/sign-in.service.js';
import { SecondFactorNeeded } from './users.errors.js';

/** Signing in and out. The answers hold tokens, which are not kept for an Idempotency-Key. */
@Resolver()
@NotIdempotent('its answer holds tokens, and those are never stored')
@AnyToken()
export class AuthResolver {
  constructor(
    private readonly registration: RegistrationService,
    private readonly signIn: SignInService,
    private readonly sessions: OwnSessionsService,
  ) {}

  @Mutation(() => SignedInDto, {
    nullable: true,
    description:
      'Make an account and sign in. Null where it is not told which addresses have an account: the rest comes by mail.',
  })
  @RefreshCookie()
  @Public()
  register(@Args('input') input: RegisterInput, @CurrentClient() client: Client): Promise<SignedInDto | undefined> {
    return this.registration.register(input, client);
  }

  @Mutation(() => SignedInDto, {
    description:
      'Sign in with e-mail and password. An account with a second factor is answered by the error second_factor_needed: go on ' +
      'over REST with what is in it.',
  })
  @RefreshCookie()
  @Public()
  @RateLimit('login')
  async login(@Args('input') input: LoginInput, @CurrentClient() client: Client): Promise<SignedInDto> {
    const answer = await this.signIn.login(input, client);
    if (!('secondFactor' in answer)) return answer;
    const { challengeToken, methods, expiresIn } = answer.secondFactor;
    const secondFactor = { challengeToken, methods, expiresIn };
    throw new SecondFactorNeeded('Send it to POST /v1/auth/second-factor.', { data: { secondFactor } });
  }

  @Mutation(() => SignedInDto, { description: 'Exchange a refresh token for new tokens.' })
  @RefreshCookie()
  @Public()
  @RateLimit('refresh')
  refresh(
    @Args('input') { refreshToken }: RefreshInput,
    @TokenInCookie() kept: string | undefined,
    @CurrentClient() client: Client,
  ): Promise<SignedInDto> {
    return this.signIn.refresh(onlyOne(refreshToken, kept), client);
  }

  @Mutation(() => Boolean, { description: 'Sign out: end the session of the access token.' })
  @RefreshCookie()
  async logout(@LeavingUser() user: Principal): Promise<boolean> {
    await this.sessions.leave(user);
    return true;
  }
}
