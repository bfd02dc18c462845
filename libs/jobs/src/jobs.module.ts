import {
  Global,
  Inject,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CONFIG, type AppConfig } from '#config';
import { BullJobRunner } from './bull-runner.js';
import { DecoratedMethods } from './decorated-methods.js';
import { LocalJobRunner } from './local-runner.js';
import { JobRunner } from './runner.js';
import { Sweeps } from './sweeps.js';

/** `api` takes requests and, without Redis, jobs too; `worker` takes jobs; `none` (commands) neither runs nor asks. */
export type ProcessRole = 'api' | 'worker' | 'none';

const ROLE = Symbol('process role');

/** What runs the sweeps: this process without Redis, Bull's workers with it. */
@Global()
@Module({})
export class JobsModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly runner: JobRunner,
    @Inject(ROLE) private readonly role: ProcessRole,
  ) {}

  static forRoot(role: ProcessRole): DynamicModule {
    return {
      module: JobsModule,
      imports: [DiscoveryModule],
      providers: [
        DecoratedMethods,
        Sweeps,
        { provide: ROLE, useValue: role },
        { provide: JobRunner, useFactory: runnerOf, inject: [CONFIG, Sweeps, ROLE] },
      ],
      exports: [DecoratedMethods, Sweeps, JobRunner],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.role !== 'none') await this.runner.start();
  }

  /** Before the connections to the database are closed, which is done on shutdown itself. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.runner.stop();
  }
}

function runnerOf({ app, redis, jobs }: AppConfig, sweeps: Sweeps, role: ProcessRole): JobRunner {
  if (redis.url === undefined || role === 'none') return new LocalJobRunner(sweeps, jobs.sweepIntervalMs);
  return new BullJobRunner(sweeps, {
    redisUrl: redis.url,
    lockMs: jobs.lockMs,
    intervalMs: jobs.sweepIntervalMs,
    concurrency: jobs.concurrency,
    maxStalls: jobs.maxStalls,
    keepCompleted: jobs.keepCompleted,
    keepFailedDays: jobs.keepFailedDays,
    // In production requests and jobs are in processes of their own; a laptop with Redis has just the one.
    works: role === 'worker' || !app.production,
  });
}
