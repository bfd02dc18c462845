import { SetMetadata } from '@nestjs/common';
import type { StaffRole } from './principal.js';

export const ROLES = 'roost:roles';

/** Only for users who have one of these roles; others get 403 `forbidden`. */
export const Roles = (...roles: StaffRole[]): MethodDecorator & ClassDecorator => SetMetadata(ROLES, roles);
