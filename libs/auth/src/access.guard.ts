import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { CONFIG, type AppConfig } from '#config';
import { MINUTE_MS } from '#dates';
import { Forbidden, Unauthenticated } from '#http';
import type { ApiScope } from '#contracts/partners/api-scopes.js';
import { OwnerOnly, ReadOnly } from './access.errors.js';
import type { ApiClient } from './api-keys/api-client.js';
import { AddressNotAllowed, InsufficientScope } from './api-keys/api-key.errors.js';
import { SCOPE } from './api-keys/scope.decorator.js';
import { ANY_TOKEN } from './any-token.decorator.js';
import { OWNER_ONLY } from './owner-only.decorator.js';
import type { Principal, StaffRole } from './principal.js';
import { PUBLIC } from './public.decorator.js';
import { RECENT_SIGN_IN, RecentSignInRequired } from './recent-sign-in.decorator.js';
import { isRead, replyOf, requestOf } from './request-of.js';
import { ROLES } from './roles.decorator.js';
import { wallTime } from './wall-time.js';

/** What else is said of a token that does not count (RFC 6750, section 3.1). */
const INVALID_TOKEN = 'Bearer error="invalid_token", error_description="The access token is not valid, or has expired"';

/** Who sends a request, if not a program. */
interface Asking extends Pick<FastifyRequest, 'user' | 'refusedToken'> {
  /** a token that does not count is no hindrance */
  takesAny: boolean;
}

/**
 * Lets a request in: everything needs an access token, unless it is `@Public()`; some things also need a role. A token
 * that is sent has to be valid, also where none is needed: who is taken for nobody never learns to refresh it. An API key
 * is let in where there is a `@Scope()` that it has, and to what everyone may read; everything else takes none.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(CONFIG) private readonly config: AppConfig,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const { user, apiClient, refusedToken } = requestOf(context);
    const takesAny = this.#metadata<boolean>(ANY_TOKEN, context) ?? false;
    if (refusedToken && !takesAny) throw refusalOf(refusedToken, context);
    return apiClient
      ? this.#admitProgram(apiClient, context)
      : this.#admitPerson({ user, refusedToken, takesAny }, context);
  }

  #admitPerson({ user, refusedToken, takesAny }: Asking, context: ExecutionContext): true {
    if (user?.lookedAtBy) this.#requireLook(context);
    if (this.#metadata<boolean>(PUBLIC, context)) return true;
    const caller = user ?? (takesAny ? refusedToken?.expiredUser : undefined);
    if (!caller) throw refusedToken ? invalidToken(context) : new Unauthenticated(HOW_TO_SIGN_IN);
    this.#requireRole(caller.roles, context);
    if (this.#metadata<boolean>(RECENT_SIGN_IN, context)) this.#requireRecentSignIn(caller, context);
    return true;
  }

  #admitProgram({ scopes }: ApiClient, context: ExecutionContext): true {
    if (this.#metadata<boolean>(PUBLIC, context) && isRead(context)) return true;
    const scope = this.#metadata<ApiScope>(SCOPE, context);
    if (scope === undefined) throw new Forbidden('This is for people: no API key is taken here.');
    if (!scopes.includes(scope)) throw insufficientScope(scope, context);
    return true;
  }

  #requireRecentSignIn({ provedAt }: Principal, context: ExecutionContext): void {
    const minutes = this.config.auth.recentSignInMinutes;
    if (wallTime().getTime() - provedAt * 1000 <= minutes * MINUTE_MS) return;
    // A client that knows RFC 9470 asks its user to sign in, rather than for another token.
    const challenge = `Bearer error="insufficient_user_authentication", max_age="${minutes * 60}"`;
    void replyOf(context).header('WWW-Authenticate', challenge);
    throw new RecentSignInRequired(
      `You signed in more than ${minutes} minutes ago: POST /v1/auth/reauthenticate, and use its access token.`,
    );
  }

  #requireLook(context: ExecutionContext): void {
    if (!isRead(context)) throw new ReadOnly('Ask the owner to do it.');
    if (this.#metadata<boolean>(OWNER_ONLY, context)) throw new OwnerOnly('Ask the owner.');
  }

  #requireRole(held: StaffRole[], context: ExecutionContext): void {
    const wanted = this.#metadata<StaffRole[]>(ROLES, context);
    if (wanted && !wanted.some((role) => held.includes(role))) {
      throw new Forbidden(`Only for ${wanted.join(' or ')}.`);
    }
  }

  #metadata<Value>(key: string, context: ExecutionContext): Value | undefined {
    return this.reflector.getAllAndOverride<Value | undefined>(key, [context.getHandler(), context.getClass()]);
  }
}

const HOW_TO_SIGN_IN = 'Send an access token: Authorization: Bearer …';

function refusalOf(refused: { fromForeignAddress?: boolean }, context: ExecutionContext): Unauthenticated {
  if (!refused.fromForeignAddress) return invalidToken(context);
  return new AddressNotAllowed(`It comes from ${requestOf(context).ip}, which is not on the key’s list.`);
}

function insufficientScope(scope: ApiScope, context: ExecutionContext): InsufficientScope {
  const header = `Bearer error="insufficient_scope", error_description="It needs the scope ${scope}", scope="${scope}"`;
  void replyOf(context).header('WWW-Authenticate', header);
  return new InsufficientScope(`It needs the scope ${scope}.`, { data: { scope } });
}

/** GraphQL answers in an envelope of its own, with this header all the same. */
function invalidToken(context: ExecutionContext): Unauthenticated {
  void replyOf(context).header('WWW-Authenticate', INVALID_TOKEN);
  return new Unauthenticated('The access token is not valid, or has expired.');
}
