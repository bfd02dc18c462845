import { exitWithError, loadConfig } from '#config';
import { migrate, withDatabase } from '#database';
import { connectionSettings } from './connections.js';

/** `npm run migrate`: brings the database up to date, for deployments that do it before they start a release. */
const config = loadConfig();

await withDatabase(config, (url) => migrate(connectionSettings({ ...config.database, url }))).catch(exitWithError);
