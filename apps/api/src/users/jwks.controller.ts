import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public, SigningKeys } from '#auth';
import { JwkSetDto } from '#contracts/auth.dto.js';

/** The keys by which others verify our access tokens. */
@Controller('.well-known')
@ApiTags('auth')
@Public()
export class JwksController {
  constructor(private readonly keys: SigningKeys) {}

  /** Kept for five minutes only: a key that has just been added is soon known to all. */
  @Get('jwks.json')
  @Header('Cache-Control', 'public, max-age=300')
  @ApiOperation({ operationId: 'getJwks', summary: 'Read the public keys of access tokens, as a JWK set' })
  jwks(): JwkSetDto {
    return { keys: this.keys.jwks };
  }
}
