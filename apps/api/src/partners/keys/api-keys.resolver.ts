import { Args, ArgsType, Field, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentUser, OwnerOnly, RecentSignIn, type Principal } from '#auth';
import { ApiKeyDto, CreateApiKeyInput, NewApiKeyDto, RotateApiKeyInput } from '#contracts/partners/api-keys.dto.js';
import { IsId } from '#contracts/validators/codes.js';
import { connectionOf, ConnectionArgs, toConnection, type Connection } from '#graphql';
import { IdPipe, NotIdempotent } from '#http';
import { ApiKeysService } from './api-keys.service.js';

const ApiKeyConnection = connectionOf(ApiKeyDto, 'ApiKey');
const id = { type: () => ID };

@ArgsType()
class ApiKeysArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsId()
  organisationId!: string;
}

/** The keys of an organisation's programs. An answer that holds a key is kept nowhere. */
@Resolver()
@NotIdempotent('its answer holds a key, and those are never stored')
export class ApiKeysResolver {
  constructor(private readonly keys: ApiKeysService) {}

  @Query(() => ApiKeyConnection, { name: 'apiKeys', description: 'An organisation’s keys, latest first.' })
  @OwnerOnly()
  async list(
    @CurrentUser() user: Principal,
    @Args() { organisationId, first, after }: ApiKeysArgs,
  ): Promise<Connection<ApiKeyDto>> {
    const page = await this.keys.list(user, organisationId, { limit: first, cursor: after });
    return toConnection(page, after, () => this.keys.count(organisationId));
  }

  @Query(() => ApiKeyDto, { description: 'What is known of a key.' })
  @OwnerOnly()
  apiKey(
    @CurrentUser() user: Principal,
    @Args('organisationId', id, IdPipe) organisationId: string,
    @Args('id', id, IdPipe) keyId: string,
  ): Promise<ApiKeyDto> {
    return this.keys.find(user, { organisationId, keyId });
  }

  @Mutation(() => NewApiKeyDto, { description: 'Make an API key; it is shown this once.' })
  @RecentSignIn()
  createApiKey(
    @CurrentUser() user: Principal,
    @Args('organisationId', id, IdPipe) organisationId: string,
    @Args('input') input: CreateApiKeyInput,
  ): Promise<NewApiKeyDto> {
    return this.keys.create(user, organisationId, input);
  }

  @Mutation(() => NewApiKeyDto, { description: 'Put a new key in the place of one, which counts for some hours more.' })
  @RecentSignIn()
  rotateApiKey(
    @CurrentUser() user: Principal,
    @Args('organisationId', id, IdPipe) organisationId: string,
    @Args('id', id, IdPipe) keyId: string,
    @Args('input') input: RotateApiKeyInput,
  ): Promise<NewApiKeyDto> {
    return this.keys.rotate(user, { organisationId, keyId }, input);
  }

  @Mutation(() => ApiKeyDto, { description: 'End a key at once.' })
  async deleteApiKey(
    @CurrentUser() user: Principal,
    @Args('organisationId', id, IdPipe) organisationId: string,
    @Args('id', id, IdPipe) keyId: string,
  ): Promise<ApiKeyDto> {
    await this.keys.end(user, { organisationId, keyId });
    return this.keys.find(user, { organisationId, keyId });
  }
}
