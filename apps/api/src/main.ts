import 'reflect-metadata';
import { Clock } from '#clock';
import { exitWithError, loadConfig, type AppConfig } from '#config';
import { migrate } from '#database';
import { loadShippedRates } from './exchange-rates/load-rates.js';
import { demoAccounts, loadDemonstration } from './launch/demonstration.js';
import { banner } from './launch/banner.js';
import { fillGazetteer } from './launch/gazetteer.js';
import { launch } from './launch/launch.js';
import { createServer, drainAndClose } from './server.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function prepare(config: AppConfig): Promise<void> {
  await migrate(config.database);
  await loadShippedRates(config.database.url, say);
  if (config.app.environment !== 'development') return;
  await fillGazetteer(config, say);
  await loadDemonstration(config, say);
}

async function start(config: AppConfig): Promise<{ stop(): Promise<void> }> {
  const app = await createServer(config);
  await app.listen({ port: config.http.port, host: config.http.host });
  const demo = config.app.environment === 'development' ? demoAccounts : undefined;
  say(banner(config, { clock: app.get(Clock), demo }));
  return { stop: () => drainAndClose(app, config.http.drainMs) };
}

async function main(): Promise<void> {
  await launch(loadConfig(), { prepare, start, say });
}

main().catch(exitWithError);
