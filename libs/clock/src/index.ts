export { Clock } from './clock.js';
export { ClockModule } from './clock.module.js';
export { newCode, newId, newToken } from './ids.js';
