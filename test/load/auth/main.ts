import { cpus, loadavg } from 'node:os';
import { endTestRun, person, startTestRun, TestApp } from '#testing';
import { authentication } from './authentication.js';
import { out, SETTINGS } from './bench.js';
import { besideLogins } from './beside-logins.js';
import { missedBy } from './goals.js';
import { revocation } from './revocation.js';

// npm run bench:auth [-- ROUNDS [SECONDS EACH]]: what it costs to know who sends a request. Programs that are compared run
// in turn, on one database; of each pair of turns the ratio is taken, and of these the median.

const [rounds = 10, seconds = 3] = process.argv.slice(2).map(Number);
const PEOPLE = 50;

out(
  `${cpus().length} cores, load ${loadavg()
    .map((value) => value.toFixed(1))
    .join(' ')}; ${rounds} rounds of ${seconds} s`,
);
await startTestRun();
try {
  const app = await TestApp.start(SETTINGS);
  try {
    const people = await Promise.all(Array.from({ length: PEOPLE }, () => person(app)));
    const bench = { app, people, rounds, seconds };
    const costs = {
      authentication: await authentication(bench),
      revocation: await revocation(bench),
      besideLogins: await besideLogins(bench),
    };
    out(JSON.stringify(costs));
    const missed = missedBy(costs);
    for (const each of missed) out(`MISSED: ${each}`);
    if (missed.length > 0) process.exitCode = 1;
  } finally {
    await app.stop();
  }
} finally {
  await endTestRun();
}
