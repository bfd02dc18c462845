import { Controller, Get, Header, HttpCode, Inject, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AnyToken, Public } from '#auth';
import { CONFIG, type AppConfig } from '#config';
import { API_SCOPES } from '#contracts/partners/api-scopes.js';
import {
  AuthorizationServerDto,
  ClientTokenDto,
  OAuthErrorDto,
  TokenRequestDto,
} from '#contracts/partners/oauth.dto.js';
import { NotIdempotent } from '#http';
import { OAuthRefusalFilter } from './oauth-refusal.filter.js';
import { TokensService } from './tokens.service.js';

/** OAuth 2 for programs that want tokens: the grant of client credentials (RFC 6749, section 4.4). */
@ApiTags('partners')
@Controller()
@Public()
export class OAuthController {
  constructor(
    private readonly tokens: TokensService,
    @Inject(CONFIG) private readonly config: AppConfig,
  ) {}

  @Post('oauth/token')
  @AnyToken()
  @HttpCode(200)
  @UseFilters(OAuthRefusalFilter)
  @NotIdempotent('its answer holds a token, and those are never stored')
  @Header('Cache-Control', 'no-store')
  @Header('Pragma', 'no-cache')
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiBody({ type: TokenRequestDto })
  @ApiOperation({ operationId: 'createClientToken', summary: 'Exchange an API key for an access token' })
  @ApiResponse({ status: 200, type: ClientTokenDto })
  @ApiResponse({ status: 400, type: OAuthErrorDto, description: 'What is asked for cannot be had' })
  @ApiResponse({ status: 401, type: OAuthErrorDto, description: 'The client is not known, or its secret is wrong' })
  token(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<ClientTokenDto> {
    return this.tokens.issue(request, reply);
  }

  @Get('.well-known/oauth-authorization-server')
  @Header('Cache-Control', 'public, max-age=300')
  @ApiOperation({
    operationId: 'getAuthorizationServer',
    summary: 'Read how tokens are to be had, as OAuth describes it',
  })
  metadata(): AuthorizationServerDto {
    const url = this.config.app.publicUrl;
    return {
      issuer: url,
      token_endpoint: `${url}/oauth/token`,
      jwks_uri: `${url}/.well-known/jwks.json`,
      scopes_supported: API_SCOPES,
      response_types_supported: [],
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      service_documentation: `${url}/docs`,
    };
  }
}
