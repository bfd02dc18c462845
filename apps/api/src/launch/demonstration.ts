import type { AppConfig } from '#config';
import type { DemoAccounts } from './banner.js';

/** Who can sign in to the demonstration city. Known to everyone: never made in production. */
export const demoAccounts: DemoAccounts = {
  host: 'host@roost.example',
  guest: 'guest@roost.example',
  password: 'a-place-to-stay',
};
export async function loadDemonstration(_config: AppConfig, _say: (line: string) => void): Promise<void> {}
