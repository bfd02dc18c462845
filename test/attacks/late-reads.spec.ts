import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { person, TestApp } from '#testing';
import { LONG_LASTING } from '../e2e/access/long-lasting.js';
import { staff } from '../e2e/support/staff.js';
import { ATTACK_MS, count, seed, tell } from './counts.js';
import { ENDINGS, endIt, type Enders } from './endings.js';

/** Of each process, while it ends and once it has. */
const READS = 3;

describe('what somebody may read no more', () => {
  let app: TestApp;
  let other: TestApp;
  let enders: Enders;
  const outcome = { seed: seed(), tries: 0, found: [] as string[] };

  beforeAll(async () => {
    app = await TestApp.start(LONG_LASTING);
    other = await app.join({ ...LONG_LASTING, PUBLIC_URL: app.url });
    enders = { app, other, admin: await staff(app, 'admin'), host: await person(app, 'Hanna') };
  }, ATTACK_MS);
  afterAll(async () => {
    tell('H4 late reads', outcome);
    await other.stop();
    await app.stop();
  });

  it.each(Object.entries(ENDINGS))(
    'is not read when %s, by no process',
    async (name, begin) => {
      const found: string[] = [];
      for (let round = 0; round < count(3, 100); round += 1) {
        outcome.tries += 1;
        const reading = await begin(enders);
        const read = async (process: TestApp) => (await process.get(reading.path, reading.token)).status;
        const readAll = () =>
          Promise.all([app, other].flatMap((process) => Array.from({ length: READS }, () => read(process))));
        expect(await readAll()).toEqual(Array<number>(2 * READS).fill(200));
        const underWay = readAll();
        await endIt(app, reading);
        const late = (await readAll()).filter((status) => status < 400 || status >= 500);
        found.push(...late.map((status) => `${name}: round ${round} read ${status}`));
        await underWay;
      }
      outcome.found.push(...found);
      expect(found).toEqual([]);
    },
    ATTACK_MS,
  );
});
