import { ApiProperty } from '@nestjs/swagger';

/* The names of OAuth 2, as its standards spell them (RFC 6749, RFC 8414). */

/** How a program asks for an access token (RFC 6749, section 4.4.2). */
export class TokenRequestDto {
  /** The one grant that there is */
  @ApiProperty({ enum: ['client_credentials'] })
  grant_type!: string;

  /**
   * Scopes of the key that the token is to have, parted by spaces; left out, all of them
   * @example "calendar:read calendar:write"
   */
  @ApiProperty({ required: false })
  scope?: string;

  /**
   * The key's prefix, where it is not sent as `Authorization: Basic`
   * @example rk_test_4fJ8sK2mPq9X
   */
  @ApiProperty({ required: false })
  client_id?: string;

  /**
   * The key
   * @example rk_test_4fJ8sK2mPq9XvT3bN6hY1cR8wL5zD0gF7jS4kM2pQ9xV6tB3nH1yC8rW5zL0dG7f1Ae0Zq
   */
  @ApiProperty({ required: false })
  client_secret?: string;
}

/** An access token of a program (RFC 6749, section 5.1). */
export class ClientTokenDto {
  /**
   * Send it as `Authorization: Bearer …`
   * @example eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6Ik56YkxzWGg4dURDY2QtNk1Od1hGNFdfN25vV1hGWkFmSGt4WnNSR0M5WHMifQ.eyJzdWIiOiJya190ZXN0XzRmSjhzSzJtUHE5WCJ9.c2lnbmF0dXJl
   */
  access_token!: string;

  /** @example Bearer */
  token_type!: string;

  /**
   * Seconds for which it counts, unless its key is ended before
   * @example 600
   */
  @ApiProperty({ type: 'integer' })
  expires_in!: number;

  /**
   * What it is good for
   * @example "calendar:read calendar:write"
   */
  scope!: string;
}

/** Why there is no token (RFC 6749, section 5.2). */
export const OAuthErrorCode = {
  invalid_request: 'invalid_request',
  invalid_client: 'invalid_client',
  unauthorized_client: 'unauthorized_client',
  unsupported_grant_type: 'unsupported_grant_type',
  invalid_scope: 'invalid_scope',
} as const;
export type OAuthErrorCode = keyof typeof OAuthErrorCode;

/** Why there is no token, in the words of OAuth. */
export class OAuthErrorDto {
  @ApiProperty({ enum: OAuthErrorCode, enumName: 'OAuthErrorCode' })
  error!: OAuthErrorCode;

  /** @example "The client is not known, or its secret is wrong." */
  error_description!: string;
}

/** What clients of OAuth have to know of this server (RFC 8414, section 2). */
export class AuthorizationServerDto {
  /** @example https://api.example.com */
  issuer!: string;

  /** @example https://api.example.com/oauth/token */
  token_endpoint!: string;

  /** @example https://api.example.com/.well-known/jwks.json */
  jwks_uri!: string;

  /** @example ["bookings:read", "bookings:write"] */
  scopes_supported!: string[];

  /**
   * None: there is no page where people are asked
   * @example []
   */
  response_types_supported!: string[];

  /** @example ["client_credentials"] */
  grant_types_supported!: string[];

  /** @example ["client_secret_basic", "client_secret_post"] */
  token_endpoint_auth_methods_supported!: string[];

  /** @example https://api.example.com/docs */
  service_documentation!: string;
}
