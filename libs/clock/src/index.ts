export { backoffMs, nextTry, PAUSES } from './backoff.js';
export { Clock } from './clock.js';
export { ClockModule } from './clock.module.js';
export { newCode, newId, newToken } from './ids.js';
export { Random } from './random.js';
