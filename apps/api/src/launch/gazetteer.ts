import type { AppConfig } from '#config';
import { isGazetteerLoaded, loadGazetteer } from '../gazetteer/gazetteer-loading.service.js';

/** Fills the gazetteer where there is nothing in it. */
export async function fillGazetteer({ database }: AppConfig, say: (line: string) => void): Promise<void> {
  if (await isGazetteerLoaded(database.url)) return;
  say('Loading the gazetteer: cities of the world (GeoNames, CC BY 4.0)');
  await loadGazetteer(database.url);
}
