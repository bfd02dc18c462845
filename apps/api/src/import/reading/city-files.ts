import { stat } from 'node:fs/promises';
import { StartupError } from '#config';
import { findCsv, type CsvFile } from './csv-file.js';

/** The files of a city, as Inside Airbnb publishes them; only the listings have to be there. */
export interface CityFiles {
  listings: CsvFile;
  calendar: CsvFile | undefined;
  reviews: CsvFile | undefined;
}

/** What is in the folder `dir`. @throws StartupError when there is no such folder, or no listings in it */
export async function findFiles(dir: string): Promise<CityFiles> {
  const isFolder = await stat(dir).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new StartupError(`There is no folder ${dir}`);
  const [listings, calendar, reviews] = await Promise.all(
    ['listings', 'calendar', 'reviews'].map((name) => findCsv(dir, name)),
  );
  if (!listings) throw new StartupError(`${dir} has neither listings.csv.gz nor listings.csv`);
  return { listings, calendar, reviews };
}
