import { basename, resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Clock } from '#clock';
import { exitWithError, loadConfig } from '#config';
import { migrate, withDatabase } from '#database';
import { importArguments, rejectsPath, USAGE } from './arguments.js';
import { importCity } from './import-city.js';
import { progressOn } from './run/progress.js';
import { reportText } from './run/report.js';

async function main(): Promise<void> {
  const asked = importArguments(process.argv.slice(2));
  if (!asked) {
    process.stdout.write(USAGE);
    return;
  }
  const config = loadConfig();
  const { dir, rejects = rejectsPath(config.app.dataDir, asked.city ?? basename(resolve(dir))) } = asked;
  const report = await withDatabase(config, async (url) => {
    await migrate({ ...config.database, url });
    return importCity(url, dir, { ...asked, rejects, now: new Clock().now() }, progressOn(process.stderr));
  });
  process.stdout.write(`\n${reportText(report)}`);
}

// What is read lives for a moment, and V8 would let it pile up before it looks: 5 million calendar rows on two cores peak
// at 300 MB instead of 430, for a twentieth more time.
setFlagsFromString('--heap-growing-percent=30');

main().catch(exitWithError);
