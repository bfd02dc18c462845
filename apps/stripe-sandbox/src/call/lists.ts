import type { Call } from './call.js';
import type { Collection, Row } from '../store/collection.js';
import { invalidRequest, noSuch } from './errors.js';
import type { List } from '../objects/list.js';

export const LIST_PARAMS = ['limit', 'starting_after', 'ending_before'] as const;
const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;

/**
 * A page of a collection, newest first, by `limit`, `starting_after` and `ending_before`.
 * @param url the list's own address, which Stripe puts into every list
 * @param group only the rows of this group of the collection, which spares a walk over all
 */
export function list<T extends Row>(
  { params }: Call,
  collection: Collection<T>,
  url: string,
  matches: (row: T) => boolean,
  group?: string,
): List<T> {
  const startingAfter = params.text('starting_after') ?? undefined;
  const endingBefore = params.text('ending_before') ?? undefined;
  const page = collection.page({
    limit: pageLimit(params.integer('limit')),
    startingAfter,
    endingBefore,
    matches,
    group,
  });
  if (page === null) {
    const param = endingBefore === undefined ? 'starting_after' : 'ending_before';
    throw noSuch(collection.kind, endingBefore ?? startingAfter ?? '', param, 400);
  }
  return { object: 'list', url, has_more: page.hasMore, data: page.rows };
}

function pageLimit(limit: number | null): number {
  if (limit === null) return DEFAULT_LIMIT;
  if (limit < 1) throw invalidRequest('This value must be greater than or equal to 1.', 'limit');
  if (limit > MAX_LIMIT) throw invalidRequest('This value must be less than or equal to 100.', 'limit');
  return limit;
}
