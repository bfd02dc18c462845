import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RateLimits } from '#http';
import type { ClientClaims } from '../tokens/client-token.claims.js';
import { wallTime } from '../wall-time.js';
import { hashOfKey, prefixOfKey } from './api-key.js';
import { ApiKeys, type KeptKey } from './api-keys.js';
import { KeyUses } from './key-uses.js';
import type { ApiScope } from '#contracts/partners/api-scopes.js';

/** Which program it is that sends a key, or a token that a key was exchanged for. */
@Injectable()
export class KeyIdentity {
  constructor(
    private readonly keys: ApiKeys,
    private readonly uses: KeyUses,
    private readonly limits: RateLimits,
  ) {}

  /**
   * Sets `request.apiClient`, or `request.refusedToken` for a key that does not count: such keys are counted by address.
   * @throws TooManyRequests from where too many came; there no unknown key is looked for any more
   */
  async findByKey(secret: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const key = await this.rightKey(secret, request, reply);
    if (key) this.#admit(key, key.scopes, request);
    else request.refusedToken = {};
  }

  /** The same for a token. It counts no longer than its key, nor for more. */
  async findByToken({ prefix, scopes }: ClientClaims, request: FastifyRequest): Promise<void> {
    const key = await this.keys.find(prefix);
    if (key && isInForce(key))
      this.#admit(
        key,
        scopes.filter((scope) => key.scopes.includes(scope)),
        request,
      );
    else request.refusedToken = {};
  }

  /**
   * The key that a secret is of, when it is in force; otherwise undefined, and the try is counted.
   * @throws TooManyRequests
   */
  async rightKey(secret: string, { ip }: FastifyRequest, reply: FastifyReply): Promise<KeptKey | undefined> {
    const prefix = prefixOfKey(secret, this.keys.mode);
    if (prefix !== undefined) {
      if (!this.keys.kept(prefix)) await this.limits.assertLeft('bad-key', { address: ip });
      const key = await this.keys.find(prefix);
      // That there is a key with this prefix is no secret: the prefix is shown, and is sent as a name.
      if (key && timingSafeEqual(hashOfKey(secret), key.hash) && isInForce(key)) return key;
    }
    await this.limits.countTold('bad-key', { address: ip }, reply);
    return undefined;
  }

  /** Whether a key may be used from where the request comes; it has been used, then. */
  mayUse({ id, isAllowedFrom }: KeptKey, { ip }: FastifyRequest): boolean {
    if (!isAllowedFrom(ip)) return false;
    this.uses.note(id);
    return true;
  }

  #admit(key: KeptKey, scopes: readonly ApiScope[], request: FastifyRequest): void {
    if (this.mayUse(key, request)) {
      request.apiClient = { organisationId: key.organisationId, keyId: key.id, scopes };
    } else {
      request.refusedToken = { fromForeignAddress: true };
    }
  }
}

function isInForce({ endsAt }: KeptKey): boolean {
  return endsAt === null || endsAt > wallTime();
}
