export { BoundedQueue } from './bounded-queue.js';
export { DecoratedMethods } from './decorated-methods.js';
export { JobsModule, type ProcessRole } from './jobs.module.js';
export { forgets, type Retention } from './retention.js';
export { JobRunner } from './runner.js';
export { Sweep } from './sweep.decorator.js';
export { Sweeps } from './sweeps.js';
export { afterFailure, type Tries } from './tries.js';
