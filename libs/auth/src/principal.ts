/** Roles that are given by hand. Everyone is a guest, and owning a property makes a host: those are not stored. */
export const STAFF_ROLES = ['support', 'admin'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** Who makes a request, as the access token says. */
export interface Principal {
  /** the user's id */
  id: string;
  roles: StaffRole[];
  /** the sign-in that the token comes from */
  sessionId: string;
  /** of the account when the token was made; tokens of an earlier one do not count */
  accessVersion: number;
  /** when they last proved who they are, other than by a refresh token: wall time, in seconds since 1970 */
  provedAt: number;
  /** who of support looks at the account as its owner sees it: they read, and change nothing */
  lookedAtBy?: LookingStaff;
}

/** Somebody of support, whose session `sessionId` is. */
export interface LookingStaff {
  /** the user's id */
  id: string;
  accessVersion: number;
  /** under which all that they read is logged */
  lookId: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sends it; undefined for anonymous requests. */
    user?: Principal;
    /**
     * There is a credential, and it does not count. It may be a token of ours whose time is over, or a key that may not be
     * used from here.
     */
    refusedToken?: { expiredUser?: Principal; fromForeignAddress?: boolean };
  }
}
