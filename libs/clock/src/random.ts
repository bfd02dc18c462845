import { Injectable } from '@nestjs/common';

/** The one source of chance where nothing has to be unguessable, such as the jitter of pauses: tests give their own. */
@Injectable()
export class Random {
  /** From 0 up to, not including, 1. */
  next(): number {
    return Math.random();
  }
}
