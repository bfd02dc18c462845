import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { settingsTable } from './describe-settings.js';

/** Writes docs/configuration.md from the schema. */
const file = fileURLToPath(new URL('../../../../docs/configuration.md', import.meta.url));
await mkdir(dirname(file), { recursive: true });
await writeFile(file, settingsTable());
