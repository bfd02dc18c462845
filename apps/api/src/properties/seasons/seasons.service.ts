import { Injectable } from '@nestjs/common';
import { Audit, type Changes } from '#audit';
import { Clock } from '#clock';
import type { SeasonsDto, UpdateSeasonsInput } from '#contracts/properties/seasons.dto.js';
import { Database } from '#database';
import { Events } from '#events';
import { InvalidInput, NotFound, type Versions } from '#http';
import { assertPermitted } from '../access.rules.js';
import { assertVersion, lockedProperty, type Asking } from '../locked-property.js';
import { seasonErrors } from './season-list.js';
import { replaceSeasons, seasonedProperty, seasonsOf, type SeasonRow } from './seasons.queries.js';

/** What a host, or whom they let do so by `listing`, asks for nights by season. */
@Injectable()
export class SeasonsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly audit: Audit,
  ) {}

  /** All seasons of a property, with its version. @throws NotFound, Forbidden */
  async get(actor: Asking, propertyId: string): Promise<SeasonsDto> {
    const em = this.database.fork();
    const property = await seasonedProperty(em, propertyId, actor.id);
    if (!property) throw new NotFound('There is no such property.');
    assertPermitted(property.permissions, 'listing');
    const { currency, version } = property;
    // Without a currency there are no prices of any kind.
    const seasons = currency === null ? [] : await seasonsOf(em, propertyId);
    return { propertyId, data: seasons.map((season) => seasonView(season, currency ?? '')), version };
  }

  /**
   * Puts a list in place of the seasons that were, in the version of the property that was read.
   * @throws InvalidInput naming each field; NotFound, Forbidden, PropertyArchived, PreconditionFailed
   */
  async update(
    actor: Asking,
    propertyId: string,
    versions: Versions,
    { seasons }: UpdateSeasonsInput,
  ): Promise<SeasonsDto> {
    await this.database.transaction(async (tx) => {
      const property = await lockedProperty(tx, actor, propertyId, 'listing');
      assertVersion(property, versions);
      property.changeSeasons(this.clock.now());
      const errors = seasonErrors(seasons, property.currency ?? null);
      if (errors.length > 0) throw new InvalidInput(errors);
      const before = await seasonsOf(tx, propertyId);
      await replaceSeasons(tx, propertyId, seasons);
      const told = {
        before: toldOf(before),
        after: { ...toldOf(await seasonsOf(tx, propertyId)), withheld: ['name'] },
      };
      await this.audit.record(tx, { action: 'property.seasons_changed', subject: propertyId, ...told });
      await this.events.publish(tx, 'property.changed', propertyId, { propertyId, hostId: property.hostId });
    });
    return this.get(actor, propertyId);
  }
}

function seasonView({ name, from, to, nightly, weekendNightly }: SeasonRow, currency: string): SeasonsDto['data'][0] {
  return {
    name,
    from,
    to,
    nightly: { amount: nightly, currency },
    ...(weekendNightly !== null && { weekendNightly: { amount: weekendNightly, currency } }),
  };
}

/** What a season is called, a person has written. */
function toldOf(seasons: readonly SeasonRow[]): Changes {
  return { seasons: seasons.map(({ from, to, nightly, weekendNightly }) => ({ from, to, nightly, weekendNightly })) };
}
