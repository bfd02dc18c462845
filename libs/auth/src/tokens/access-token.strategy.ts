import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { PassportStrategy } from '@nestjs/passport';
import { CONFIG, type AppConfig } from '#config';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { wallTime } from '../wall-time.js';
import { ALGORITHM, issuing, keyIdOf, verifiedToken, type VerifiedToken } from './access-token.claims.js';
import { verifiedClientToken, type VerifiedClientToken } from './client-token.claims.js';
import { SigningKeys } from './signing-keys.js';

/** The strategy's name with Passport. */
export const ACCESS_TOKEN = 'access-token';

/**
 * Verifies bearer access tokens: header, key, signature, algorithm, issuer, audience, times, claims. The key is one of
 * ours, whatever the token says; nothing is fetched, and no database is asked.
 */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, ACCESS_TOKEN) {
  constructor(jwt: JwtService, keys: SigningKeys, @Inject(CONFIG) config: AppConfig) {
    super({
      ...issuing(config),
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      algorithms: [ALGORITHM],
      // It is looked at afterwards: signing out takes a token whose time is over.
      ignoreExpiration: true,
      secretOrKeyProvider: (_request, token: string, done) => {
        const kid = isSpeltAsSigned(token) ? keyIdOf(headerOf(jwt, token)) : undefined;
        const key = kid === undefined ? undefined : keys.publicKey(kid);
        if (key === undefined) done(new Error('not signed with a key of ours'));
        else done(null, key);
      },
    });
  }

  /** What the token says, and until when it counts; false refuses it. Its signature has been verified. */
  validate(payload: unknown): VerifiedToken | VerifiedClientToken | false {
    const now = wallTime();
    return verifiedToken(payload, now) ?? verifiedClientToken(payload, now) ?? false;
  }
}

/** Undefined for what is no token: that one is not worth an error. */
function headerOf(jwt: JwtService, token: string): unknown {
  try {
    return (jwt.decode(token, { complete: true }) as { header: unknown } | null)?.header;
  } catch {
    return undefined;
  }
}

/** Base64 has more than one spelling of the same bytes; only the one that we have given out is the token. */
function isSpeltAsSigned(token: string): boolean {
  return token.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);
}
