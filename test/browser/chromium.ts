import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';

/** Debian's. */
const PROGRAM = '/usr/bin/chromium';

/** A browser does nothing but what the test has it do: no sandbox, as CI's root has none, and no calls of its own. */
const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** A browser with a new, empty profile. @param flags more of Chromium's */
export async function startBrowser(flags: readonly string[] = []): Promise<BrowserContext> {
  const profile = await mkdtemp(join(tmpdir(), 'profile-'));
  const args = [...FLAGS, ...flags];
  return chromium.launchPersistentContext(profile, { executablePath: PROGRAM, ignoreHTTPSErrors: true, args });
}

/** What a page's console says that is an error: one that its Content-Security-Policy has caused is. */
export function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  return errors;
}
