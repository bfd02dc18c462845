import { defineEntity, p } from '@mikro-orm/core';
import { newId } from '#clock';
import type { Alerts, CreateSavedSearchInput, UpdateSavedSearchInput } from '#contracts/saved-searches.dto.js';
import type { SearchDto } from '#contracts/search.dto.js';
import { firstLook, hasEnded } from './alerts.rules.js';

const SavedSearchSchema = defineEntity({
  name: 'SavedSearch',
  tableName: 'saved_searches',
  properties: {
    id: p.uuid().primary(),
    userId: p.uuid(),
    name: p.text(),
    search: p.json<SearchDto>(),
    checkIn: p.date().nullable(),
    alerts: p.string().$type<Alerts>(),
    known: p.array().columnType('uuid[]').nullable(),
    toldAt: p.datetime().nullable(),
    dueAt: p.datetime().nullable(),
    version: p.integer().version(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});

/** A search that a person keeps. */
export class SavedSearch extends SavedSearchSchema.class {
  static keep(userId: string, { name, search, alerts = 'none' }: CreateSavedSearchInput, now: Date): SavedSearch {
    const saved = new SavedSearch();
    saved.id = newId();
    saved.userId = userId;
    saved.name = name;
    saved.createdAt = now;
    saved.toldAt = null;
    lookFor(saved, search);
    setAlerts(saved, alerts, now);
    return saved;
  }

  /** Changes what is given. What another search finds is nothing new at its first look. */
  change({ name, search, alerts }: UpdateSavedSearchInput, now: Date): void {
    if (name !== undefined) this.name = name;
    if (search) lookFor(this, search);
    if (search || (alerts !== undefined && alerts !== this.alerts)) setAlerts(this, alerts ?? this.alerts, now);
    this.updatedAt = now;
  }

  /** Ends its letters. */
  endAlerts(now: Date): void {
    setAlerts(this, 'none', now);
  }
}

// Not methods: what is private to a class is missing from entities that are read, which no constructor has made.
function lookFor(saved: SavedSearch, search: SearchDto): void {
  saved.search = search;
  saved.checkIn = search.checkIn ?? null;
  saved.known = null;
}

/** What was found while nobody was told is nothing new. */
function setAlerts(saved: SavedSearch, alerts: Alerts, now: Date): void {
  saved.alerts = hasEnded(saved.checkIn ?? null, now) ? 'none' : alerts;
  if (saved.alerts === 'none') saved.known = null;
  saved.dueAt = firstLook(saved.alerts, saved.known ? (saved.toldAt ?? null) : null, now);
  saved.updatedAt = now;
}

SavedSearchSchema.setClass(SavedSearch);
