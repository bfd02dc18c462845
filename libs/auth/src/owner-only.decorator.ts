import { applyDecorators, SetMetadata } from '@nestjs/common';
import { Problems } from '#http';
import { OwnerOnly as Refused } from './access.errors.js';

export const OWNER_ONLY = 'roost:owner-only';

/** What it reads is for the owner of the account alone: who looks at it for support is refused. */
export const OwnerOnly = (): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(OWNER_ONLY, true), Problems(Refused));
