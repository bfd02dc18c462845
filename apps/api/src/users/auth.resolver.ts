import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentUser, Public, type Principal } from '#auth';
import { LoginInput, RefreshInput, RegisterInput, SignedInDto } from '#contracts/auth.dto.js';
import { NotIdempotent, RateLimit } from '#http';
import { UsersService } from './users.service.js';

/** Signing in and out. The answers hold tokens, which are not kept for an Idempotency-Key. */
@Resolver()
@NotIdempotent()
export class AuthResolver {
  constructor(private readonly users: UsersService) {}

  @Mutation(() => SignedInDto, { description: 'Make an account and sign in.' })
  @Public()
  @RateLimit('register')
  register(@Args('input') input: RegisterInput): Promise<SignedInDto> {
    return this.users.register(input);
  }

  @Mutation(() => SignedInDto, { description: 'Sign in with e-mail and password.' })
  @Public()
  @RateLimit('login')
  login(@Args('input') input: LoginInput): Promise<SignedInDto> {
    return this.users.login(input);
  }

  @Mutation(() => SignedInDto, { description: 'Exchange a refresh token for new tokens.' })
  @Public()
  @RateLimit('refresh')
  refresh(@Args('input') { refreshToken }: RefreshInput): Promise<SignedInDto> {
    return this.users.refresh(refreshToken);
  }

  @Mutation(() => Boolean, { description: 'Sign out: end the session of the access token.' })
  async logout(@CurrentUser() user: Principal): Promise<boolean> {
    await this.users.logout(user);
    return true;
  }
}
