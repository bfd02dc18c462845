import { z } from 'zod';
import { folderUrl, milliseconds, setting, url, wholeNumber } from '../setting.js';

export const databaseSettings = z.object({
  url: setting('DATABASE_URL', url('postgres', 'postgresql').optional(), {
    about: 'PostgreSQL 15 or newer',
    example: 'postgres://roost:secret@db.internal:5432/roost',
    requiredInProduction: true,
    secret: true,
    otherwise: 'embedded PostgreSQL under DATA_DIR',
  }),
  poolSize: setting('DATABASE_POOL', wholeNumber(1, 500).default(10), {
    about: 'most connections of one process',
    example: '20',
  }),
  poolWaitMs: setting('DATABASE_POOL_WAIT_MS', milliseconds().default(2000), {
    about: 'time to wait for a free connection before answering 503',
    example: '2000',
  }),
  statementTimeoutMs: setting('DATABASE_STATEMENT_TIMEOUT_MS', milliseconds().default(5000), {
    about: 'longest statement',
    example: '5000',
  }),
  lockTimeoutMs: setting('DATABASE_LOCK_TIMEOUT_MS', milliseconds().default(2000), {
    about: 'longest wait for a lock',
    example: '2000',
  }),
  transactionTimeoutMs: setting('DATABASE_TRANSACTION_TIMEOUT_MS', milliseconds().default(10_000), {
    about: 'longest transaction (PostgreSQL 17 or newer)',
    example: '10000',
  }),
  idleInTransactionTimeoutMs: setting('DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS', milliseconds().default(10_000), {
    about: 'longest silence inside a transaction',
    example: '10000',
  }),
  transactionTries: setting('DATABASE_TRANSACTION_TRIES', wholeNumber(1, 20).default(5), {
    about: 'times a transaction is run when the database refuses it for a conflict',
    example: '5',
  }),
});

export const redisSettings = z.object({
  url: setting('REDIS_URL', url('redis', 'rediss').optional(), {
    about: 'Redis for queues, rate limits and caches shared by all processes',
    example: 'redis://redis.internal:6379',
    requiredInProduction: true,
    secret: true,
    otherwise: 'jobs, limits and caches in this process',
  }),
});

export const storageSettings = z.object({
  folder: setting('STORAGE_URL', folderUrl().optional(), {
    about: 'folder for files, such as photos; all processes share it',
    example: 'file:///var/lib/roost/storage',
    otherwise: 'a folder under DATA_DIR/storage',
  }),
});

export const jobsSettings = z.object({
  sweepIntervalMs: setting('SWEEP_INTERVAL_MS', milliseconds().default(1000), {
    about: 'time between two looks for deadlines that have passed and events not yet delivered',
    example: '1000',
  }),
  tries: setting('JOB_TRIES', wholeNumber(1, 50).default(8), {
    about:
      'times an event or a mail is tried, at growing intervals, before it is set aside; outages of others do not count',
    example: '8',
  }),
  lockMs: setting('JOB_LOCK_MS', milliseconds().default(60_000), {
    about: 'time after which a silent worker loses its job to another',
    example: '60000',
  }),
  maxStalls: setting('JOB_MAX_STALLS', wholeNumber(0, 10).default(1), {
    about: 'times a job may be lost by a worker before it counts as failed',
    example: '1',
  }),
  keepCompleted: setting('JOB_KEEP_COMPLETED', wholeNumber(0, 100_000).default(1000), {
    about: 'completed jobs that stay visible in a queue',
    example: '1000',
  }),
  keepFailedDays: setting('JOB_KEEP_FAILED_DAYS', wholeNumber(1, 365).default(30), {
    about: 'days for which failed jobs are kept',
    example: '30',
  }),
  concurrency: setting('JOB_CONCURRENCY', wholeNumber(1, 100).default(4), {
    about: 'jobs that one worker does at the same time',
    example: '4',
  }),
  heartbeatFile: setting('HEARTBEAT_FILE', z.string().optional(), {
    about: 'file that a worker writes every 5 s, for a health check that looks how old it is',
    example: '/tmp/heartbeat',
    otherwise: 'none is written',
  }),
});
