export { AuthModule } from './auth.module.js';
export { CurrentUser, OptionalUser } from './current-user.decorator.js';
export { passwordFaults, type PasswordOwner } from './passwords/password-rules.js';
export { Busy, Passwords } from './passwords/passwords.js';
export type { Principal, StaffRole } from './principal.js';
export { Public } from './public.decorator.js';
export { Roles } from './roles.decorator.js';
export { AccessTokens } from './tokens/access-tokens.js';
export { wallTime } from './wall-time.js';
