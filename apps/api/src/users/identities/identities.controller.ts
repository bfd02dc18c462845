import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentUser, OwnerOnly, RecentSignIn, type Principal } from '#auth';
import { AttemptDto, BeginWithProviderInput, IdentitiesDto } from '#contracts/identities.dto.js';
import { IdPipe, InvalidInput, NotFound, NotIdempotent, Problems, RateLimit, Unauthenticated } from '#http';
import { LastWayIn } from '../passkeys/passkeys.errors.js';
import { AttemptsService } from './attempts.service.js';
import { ProviderUnavailable } from './identities.errors.js';
import { IdentitiesService } from './identities.service.js';

/** The accounts elsewhere by which a person signs in. */
@Controller('v1/users/me/identities')
@ApiTags('users')
export class IdentitiesController {
  constructor(
    private readonly identities: IdentitiesService,
    private readonly attempts: AttemptsService,
  ) {}

  @Get()
  @OwnerOnly()
  @ApiOperation({ operationId: 'listIdentities', summary: 'List the accounts elsewhere that sign you in' })
  @Problems(Unauthenticated)
  async list(@CurrentUser() user: Principal): Promise<IdentitiesDto> {
    return { data: await this.identities.list(user.id) };
  }

  @Post('attempts')
  @HttpCode(200)
  @RecentSignIn()
  @RateLimit('login')
  @NotIdempotent('its answer is for one try of a browser, and is never stored')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    operationId: 'createIdentityAttempt',
    summary: 'Begin to link an account elsewhere to yours',
    description:
      'Goes on as `createProviderLoginAttempt` does, in the same browser; whoever has linked it comes back with `#linked=ID` of the ' +
      'provider. Three more errors: `session_over`, `identity_taken` by another account here, `provider_linked` by another there.',
  })
  @Problems(InvalidInput, Unauthenticated, ProviderUnavailable)
  async link(
    @CurrentUser() user: Principal,
    @Body() input: BeginWithProviderInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AttemptDto> {
    const { authorizationUrl, cookie } = await this.attempts.begin(input, user);
    void reply.header('Set-Cookie', cookie);
    return { authorizationUrl };
  }

  @Delete(':id')
  @HttpCode(204)
  @RecentSignIn()
  @ApiOperation({
    operationId: 'deleteIdentity',
    summary: 'Have an account elsewhere sign you in no more; you are signed out everywhere else',
  })
  @Problems(InvalidInput, Unauthenticated, NotFound, LastWayIn)
  remove(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string): Promise<void> {
    return this.identities.remove(user, id);
  }
}
