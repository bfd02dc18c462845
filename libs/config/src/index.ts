export type { AppConfig, Config, StripeAccess } from './config.js';
export { CONFIG, ConfigModule } from './config.module.js';
export { prepareDataDir } from './data-dir.js';
export { describeSettings, settingsTable, type SettingDescription } from './describe-settings.js';
export { errorCode } from './error-code.js';
export { keptSecret } from './kept-secret.js';
export { completeConfig, loadConfig, stripeAccess } from './load-config.js';
export { ConfigError, exitWithError, StartupError } from './startup-error.js';
