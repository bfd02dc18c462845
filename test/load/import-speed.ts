import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeLargeCity } from './large-city.js';

// node dist/test/load/import-speed.js [LISTINGS] [NIGHTS EACH]: makes a city and measures its import into an empty database
// of its own, first the listings alone, then with the calendar, then all of it once more.

const [listings = 20_000, nights = 250] = process.argv.slice(2).map(Number);
const IMPORT = join(import.meta.dirname, '..', '..', 'apps', 'api', 'src', 'import', 'main.js');

async function importOnce(what: string, dir: string, dataDir: string): Promise<void> {
  const load = loadavg()
    .map((value) => value.toFixed(1))
    .join(' ');
  process.stdout.write(`\n== ${what} (${cpus().length} cores, load ${load})\n`);
  const since = performance.now();
  const child = spawn(process.execPath, [IMPORT, dir, '--shift'], {
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the import ended with ${String(code)}`);
  process.stdout.write(`all in all ${((performance.now() - since) / 1000).toFixed(1)} s\n`);
}

const folder = await mkdtemp(join(tmpdir(), 'roost-import-speed-'));
try {
  const [bare, whole] = [join(folder, 'bare-city'), join(folder, 'whole-city')];
  await Promise.all([mkdir(bare), mkdir(whole)]);
  await writeLargeCity(bare, { listings, nights: 0, seed: 1 });
  await writeLargeCity(whole, { listings, nights, seed: 1 });
  await importOnce(`${listings} listings without calendar`, bare, join(folder, 'bare-data'));
  await importOnce(`${listings} listings with ${listings * nights} calendar rows`, whole, join(folder, 'whole-data'));
  await importOnce('the same once more', whole, join(folder, 'whole-data'));
} finally {
  await rm(folder, { recursive: true, force: true });
}
