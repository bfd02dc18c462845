import 'reflect-metadata';
import { AccessWatch } from '#auth';

// Loaded before the application (`node --import`), for the benchmark alone: a token counts until its time is over.
Reflect.set(AccessWatch.prototype, 'hasEnded', () => Promise.resolve(false));
