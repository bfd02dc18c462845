import { SetMetadata } from '@nestjs/common';

export const SWEEP = 'roost:sweep';

/** What a sweep is called, and how often it looks. */
export interface SweepOptions {
  /** e.g. `bookings.expire` */
  name: string;
  /** milliseconds between two looks; the configured interval when left out */
  everyMs?: number;
}

/**
 * Marks a method that takes one batch of what is due – with FOR UPDATE SKIP LOCKED, in order – and says how many it
 * took. It is called again until there was nothing. Any number of processes may sweep at once.
 */
export const Sweep = (options: SweepOptions): MethodDecorator => SetMetadata(SWEEP, options);
