import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { StartupError } from '#config';
import { slugOf, type CityOptions } from './reading/city.js';

/** What was asked for on the command line. */
export interface ImportArguments extends CityOptions {
  dir: string;
  shift: boolean;
  rejects: string | undefined;
}

export const USAGE = `npm run import -- DIR [options]

Takes one city as Inside Airbnb publishes it: listings.csv.gz, and calendar.csv.gz and reviews.csv.gz where they are
there, gzipped or not. It can be run again.

  --shift            move all dates by whole weeks, so that the snapshot is of this week
  --city NAME        default: the name of the folder
  --region NAME      state or province; default: none
  --country CODE     such as US; default: where the first listing lies
  --currency CODE    such as USD; default: the prices' symbol, or what the country pays with
  --rejects FILE     where to write what could not be taken; default: in DATA_DIR
`;

/**
 * Reads the arguments of the command; undefined when help was asked for.
 * @throws StartupError of one line
 */
export function importArguments(args: readonly string[]): ImportArguments | undefined {
  const { values, positionals } = parsed(args);
  if (values.help) return undefined;
  const [dir, ...others] = positionals;
  if (dir === undefined) throw new StartupError('Which folder? npm run import -- DIR (--help shows more)');
  if (others.length > 0) throw new StartupError(`One folder at a time: what is ${others.join(' ')}?`);
  const { shift = false, rejects, ...city } = values;
  return {
    dir,
    shift,
    rejects,
    city: city.city,
    region: city.region,
    country: city.country?.toUpperCase(),
    currency: city.currency?.toUpperCase(),
  };
}

/** Where a city's rejects are written when nobody says. */
export function rejectsPath(dataDir: string, city: string): string {
  return join(dataDir, 'import', `${slugOf(city)}-rejects.csv`);
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        shift: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        city: text,
        region: text,
        country: text,
        currency: text,
        rejects: text,
      },
    });
  } catch (error) {
    throw new StartupError(error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error));
  }
}
