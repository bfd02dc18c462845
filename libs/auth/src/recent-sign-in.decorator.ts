import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { domainError } from '#http';

export const RECENT_SIGN_IN = 'roost:recent-sign-in';
/** Tells the writer of the OpenAPI document; it is not in the document. */
export const RECENT_SIGN_IN_EXTENSION = 'x-recent-sign-in';

/** The access token is good, but its owner has not proved of late who they are (RFC 9470). */
export class RecentSignInRequired extends domainError({
  code: 'recent_sign_in_required',
  status: 401,
  title: 'Prove once more who you are to do this',
  example: {
    detail: 'You signed in more than 10 minutes ago: POST /v1/auth/reauthenticate, and use its access token.',
  },
}) {}

/**
 * The operation is one that whoever finds an open browser must not get to: it asks for a sign-in, or another proof of
 * who one is, of the last minutes (`RECENT_SIGN_IN_MINUTES`).
 */
export const RecentSignIn = (): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(RECENT_SIGN_IN, true), ApiExtension(RECENT_SIGN_IN_EXTENSION, true));
