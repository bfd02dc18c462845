import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { PassportStrategy } from '@nestjs/passport';
import { CONFIG, type AppConfig } from '#config';
import type { FastifyRequest } from 'fastify';
import { ExtractJwt, Strategy } from 'passport-jwt';
import type { Principal } from '../principal.js';
import { ALGORITHM, issuing, principalOf, TOKEN_TYPE } from './access-token.claims.js';

/** The strategy's name with Passport. */
export const ACCESS_TOKEN = 'access-token';

const bearerToken: (request: FastifyRequest) => string | null = ExtractJwt.fromAuthHeaderAsBearerToken();

/** Verifies bearer access tokens: signature, algorithm, issuer, audience, expiry, type. Asks no database. */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, ACCESS_TOKEN) {
  constructor(
    private readonly jwt: JwtService,
    @Inject(CONFIG) config: AppConfig,
  ) {
    super({
      ...issuing(config),
      jwtFromRequest: bearerToken,
      secretOrKey: config.auth.jwtSecret,
      algorithms: [ALGORITHM],
      passReqToCallback: true,
    });
  }

  /** What becomes `request.user`; false refuses the token. Its signature and times have been verified. */
  validate(request: FastifyRequest, payload: unknown): Principal | false {
    const { header } = this.jwt.decode(bearerToken(request) ?? '', { complete: true });
    return header.typ === TOKEN_TYPE ? (principalOf(payload) ?? false) : false;
  }
}
