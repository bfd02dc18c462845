import type { TestApp } from '#testing';
import { as, CONNECTIONS, LIST, out, SETTINGS, type Bench } from './bench.js';
import { load, median } from './load.js';

/** Requests a second with the check and without it; `ratio` of the one to the other. */
export interface RevocationCosts {
  checked: number;
  unchecked: number;
  ratio: number;
}

/** What the list costs more for looking whether a token's session has ended: two programs, on one database, in turn. */
export async function revocation({ app, people, rounds, seconds }: Bench): Promise<RevocationCosts> {
  const patch = new URL('./without-revocation.js', import.meta.url).href;
  // Neither is the process that runs the sandbox: they differ in nothing else.
  const checking = await app.join(SETTINGS);
  const without = await app.join({ ...SETTINGS, NODE_OPTIONS: `--import ${patch}` });
  const requests = people.map(({ token }) => as(LIST, token));
  const turn = ({ url }: TestApp) => load({ url, connections: CONNECTIONS, seconds, requests });
  try {
    await Promise.all([turn(checking), turn(without)]);
    const pairs: { checked: number; unchecked: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const first = round % 2 === 0;
      const one = await turn(first ? checking : without);
      const other = await turn(first ? without : checking);
      const [checked, unchecked] = first ? [one, other] : [other, one];
      pairs.push({ checked: checked.perSecond, unchecked: unchecked.perSecond });
    }
    const ratio = median(pairs.map(({ checked, unchecked }) => checked / unchecked));
    const [checked, unchecked] = [
      median(pairs.map((pair) => pair.checked)),
      median(pairs.map((pair) => pair.unchecked)),
    ];
    out(
      `revocation check, ${LIST}: ${checked.toFixed(0)}/s with, ${unchecked.toFixed(0)}/s without, ratio ${ratio.toFixed(3)}`,
    );
    return { checked, unchecked, ratio };
  } finally {
    await without.stop();
    await checking.stop();
  }
}
