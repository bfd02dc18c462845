import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { CONFIG, type AppConfig } from '#config';
import type { Principal } from '../principal.js';
import { ALGORITHM, claimsOf, issuing, TOKEN_TYPE } from './access-token.claims.js';
import { claimsOfClient, type ClientClaims } from './client-token.claims.js';
import { SigningKeys } from './signing-keys.js';

/** Signs access tokens: short-lived JWTs that say who someone is. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly jwt: JwtService,
    private readonly keys: SigningKeys,
    @Inject(CONFIG) private readonly config: AppConfig,
  ) {}

  /** Life of an access token, in seconds of wall time. */
  get lifeSeconds(): number {
    return this.config.auth.accessMinutes * 60;
  }

  /** An access token of a principal, valid from now on. */
  sign(principal: Principal, seconds = this.lifeSeconds): string {
    return this.#sign(claimsOf(principal), seconds);
  }

  /** An access token of a program. @param seconds for which it counts, unless its key ends before */
  signForClient(client: ClientClaims, seconds: number): string {
    return this.#sign(claimsOfClient(client), seconds);
  }

  #sign(claims: object, seconds: number): string {
    const { kid, privateKey } = this.keys.current;
    return this.jwt.sign(claims, {
      ...issuing(this.config),
      privateKey,
      algorithm: ALGORITHM,
      header: { alg: ALGORITHM, typ: TOKEN_TYPE, kid },
      expiresIn: seconds,
    });
  }
}
