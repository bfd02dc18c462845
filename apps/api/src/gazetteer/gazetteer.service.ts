import { Injectable } from '@nestjs/common';
import type { PlaceDto } from '#contracts/places.dto.js';
import { Database } from '#database';
import { boxAround } from './bounding-box.rules.js';
import { placesLike, placesNamed, type PlaceRow } from './gazetteer.queries.js';
import { readingsOf, type Reading } from './place-text.rules.js';

/** A place that is less like what was written is not taken for it without asking. */
const SURE = 0.5;
const COUNTRIES = new Intl.DisplayNames('en', { type: 'region' });

/** Cities of the world by their names, however they are written. */
@Injectable()
export class GazetteerService {
  constructor(private readonly database: Database) {}

  /**
   * The cities that a text may mean, the likeliest first: those of that name, or else of names like it; where no such city
   * is where it is said to be, those elsewhere.
   */
  async find(text: string, limit: number): Promise<PlaceDto[]> {
    return (await this.#rows(text, limit)).map(view);
  }

  /** The city that a text means, unless that is too far from any name to be taken for it. */
  async understand(text: string): Promise<PlaceDto | undefined> {
    const [best] = await this.#rows(text, 1);
    return best && best.similarity >= SURE ? view(best) : undefined;
  }

  async #rows(text: string, limit: number): Promise<PlaceRow[]> {
    const readings = readingsOf(text);
    const elsewhere: Reading[] = readings.slice(0, 1).map(({ name }) => ({ name, within: [] }));
    const isSaid = text.includes(',');
    for (const tried of [readings, ...(isSaid ? [elsewhere] : [])]) {
      for (const statement of [placesNamed, placesLike]) {
        for (const reading of tried) {
          const found = await this.database.rows(statement(reading, limit));
          if (found.length > 0) return found;
        }
      }
    }
    return [];
  }
}

function view({ id, name, region, country, latitude, longitude, population, timeZone }: PlaceRow): PlaceDto {
  return {
    id,
    name,
    region,
    country: { code: country, name: COUNTRIES.of(country) ?? country },
    location: { latitude, longitude },
    population,
    timeZone,
    boundingBox: boxAround(latitude, longitude, population),
  };
}
