import type { Caller } from '../e2e/access/matrix.js';
import type { Scene } from '../e2e/access/scene.js';
import type { Make, Things } from '../e2e/access/things.js';
import * as access from '../e2e/access/access-things.js';
import * as guests from '../e2e/access/guest-things.js';
import * as things from '../e2e/access/things.js';
import { restRequest, send } from '../e2e/access/doors.js';

/** How a thing is done away with, and by whom; what is not here cannot be. */
const DELETIONS = new Map<Make, [operation: string, by: Caller]>([
  [things.publishedProperty, ['archiveProperty', 'host']],
  [things.draft, ['archiveProperty', 'host']],
  [things.block, ['deleteBlock', 'host']],
  [things.session, ['endSession', 'guest']],
  [things.bookingToCome, ['cancelBooking', 'guest']],
  [things.requestedBooking, ['cancelBooking', 'guest']],
  [access.passkey, ['deletePasskey', 'guest']],
  [access.identity, ['deleteIdentity', 'guest']],
  [access.coHost, ['deleteCoHost', 'host']],
  [access.coHostInvitationOfPlace, ['deleteCoHostInvitation', 'host']],
  [access.organisationInvitation, ['deleteInvitation', 'host']],
  [access.keyOfHost, ['deleteApiKey', 'host']],
  [access.accessGrant, ['deleteAccessGrant', 'host']],
  [guests.savedSearch, ['deleteSavedSearch', 'guest']],
  [guests.wishList, ['deleteWishList', 'guest']],
  [guests.wishListProperty, ['deleteWishListProperty', 'guest']],
  [guests.sharedWishList, ['unshareWishList', 'guest']],
]);

/** Another of its kind that has been done away with; undefined where that cannot be done. */
export async function deletedThing(scene: Scene, make: Make): Promise<Things | undefined> {
  const [operation, by] = DELETIONS.get(make) ?? [];
  if (operation === undefined || by === undefined) return undefined;
  const made = await make(scene);
  const route = scene.app.contract.routes.find(({ operationId }) => operationId === operation);
  if (!route) throw new Error(`there is no operation ${operation}`);
  const { status, body } = await send(scene.app, restRequest(route, made), scene.tokenOf(by));
  if (status >= 300) throw new Error(`${operation} answered ${status}: ${JSON.stringify(body)}`);
  return made;
}
