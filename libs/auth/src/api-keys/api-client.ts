import type { ApiScope } from '#contracts/partners/api-scopes.js';

/** A partner's program that makes a request, as its key – or a token that its key was exchanged for – says. */
export interface ApiClient {
  organisationId: string;
  keyId: string;
  scopes: readonly ApiScope[];
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The program that sends it; undefined for people, and for anonymous requests. */
    apiClient?: ApiClient;
  }
}
