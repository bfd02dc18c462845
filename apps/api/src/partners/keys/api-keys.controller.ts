import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentUser, OwnerOnly, RecentSignIn, type Principal } from '#auth';
import { PageQuery, type Page } from '#contracts/page.dto.js';
import {
  ApiKeyDto,
  ApiKeyPageDto,
  CreateApiKeyInput,
  NewApiKeyDto,
  RotateApiKeyInput,
} from '#contracts/partners/api-keys.dto.js';
import { Forbidden, IdPipe, InvalidInput, NotFound, NotIdempotent, Problems, Tagged, Unauthenticated } from '#http';
import { EmailUnverified } from '../../users/users.service.js';
import { KeyEnded, KeyRotated, TooManyKeys } from '../partners.errors.js';
import { ApiKeysService } from './api-keys.service.js';

/** The keys of an organisation's programs. An answer that holds a key is kept nowhere. */
@ApiTags('partners')
@Controller('v1/organisations/:id/keys')
@NotIdempotent('its answer holds a key, and those are never stored')
@Problems(InvalidInput, Unauthenticated, NotFound)
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Post()
  @RecentSignIn()
  @HttpCode(201)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ operationId: 'createApiKey', summary: 'Make an API key; it is shown this once' })
  @Problems(EmailUnverified, Forbidden, TooManyKeys)
  async create(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Body() input: CreateApiKeyInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewApiKeyDto> {
    const made = await this.keys.create(user, id, input);
    void reply.header('Location', `/v1/organisations/${id}/keys/${made.id}`);
    return made;
  }

  @Get()
  @OwnerOnly()
  @ApiOperation({ operationId: 'listApiKeys', summary: 'List an organisation’s keys, latest first' })
  @ApiOkResponse({ type: ApiKeyPageDto })
  list(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Query() page: PageQuery,
  ): Promise<Page<ApiKeyDto>> {
    return this.keys.list(user, id, page);
  }

  @Get(':keyId')
  @OwnerOnly()
  @Tagged()
  @ApiOperation({ operationId: 'getApiKey', summary: 'Read what is known of a key' })
  find(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) organisationId: string,
    @Param('keyId', IdPipe) keyId: string,
  ): Promise<ApiKeyDto> {
    return this.keys.find(user, { organisationId, keyId });
  }

  @Post(':keyId/rotate')
  @RecentSignIn()
  @HttpCode(201)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    operationId: 'rotateApiKey',
    summary: 'Put a new key in the place of one, which counts for some hours more',
  })
  @Problems(EmailUnverified, Forbidden, KeyEnded, KeyRotated, TooManyKeys)
  async rotate(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) organisationId: string,
    @Param('keyId', IdPipe) keyId: string,
    @Body() input: RotateApiKeyInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewApiKeyDto> {
    const made = await this.keys.rotate(user, { organisationId, keyId }, input);
    void reply.header('Location', `/v1/organisations/${organisationId}/keys/${made.id}`);
    return made;
  }

  @Delete(':keyId')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteApiKey', summary: 'End a key at once' })
  @Problems(Forbidden, KeyEnded)
  end(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) organisationId: string,
    @Param('keyId', IdPipe) keyId: string,
  ): Promise<void> {
    return this.keys.end(user, { organisationId, keyId });
  }
}
