import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { describeSettings, settingsTable } from './describe-settings.js';

describe('describeSettings', () => {
  it('describes each setting once, with what it is for, a default and an example', () => {
    const settings = describeSettings();
    expect(new Set(settings.map(({ name }) => name)).size).toBe(settings.length);
    for (const { name, about, usual, example } of settings) {
      expect({ name, described: Boolean(about && usual && example) }).toEqual({ name, described: true });
      expect(usual).not.toMatch(/undefined|\[object/);
    }
  });

  it('is what docs/configuration.md says', async () => {
    const document = await readFile(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8');
    expect(document).toBe(settingsTable());
  });
});
