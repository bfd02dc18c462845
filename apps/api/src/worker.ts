import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { exitWithError, loadConfig, type AppConfig } from '#config';
import { AppModule } from './app.module.js';
import { beat } from './launch/heartbeat.js';
import { launchWorker } from './launch/launch-worker.js';

/** The same rooms without HTTP: takes jobs from Bull. */
async function start(config: AppConfig): Promise<{ stop(): Promise<void> }> {
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(config, 'worker'), {
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(Logger));
  if (config.jobs.heartbeatFile !== undefined) await beat(config.jobs.heartbeatFile);
  return { stop: () => app.close() };
}

launchWorker(loadConfig(), start).catch(exitWithError);
