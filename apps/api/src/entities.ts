import { Booking } from './bookings/booking.entity.js';
import { ApiKey } from './partners/keys/api-key.entity.js';
import { Organisation } from './partners/organisations/organisation.entity.js';
import { Payment } from './payments/payment.entity.js';
import { Refund } from './payments/refund.entity.js';
import { Quote } from './pricing/quote.entity.js';
import { Property } from './properties/property.entity.js';
import { Session } from './users/sessions/session.entity.js';
import { SavedSearch } from './saved-searches/saved-search.entity.js';
import { User } from './users/user.entity.js';
import { WishList } from './wish-lists/wish-list.entity.js';

/** Every entity there is: what MikroORM keeps. */
export const entities = [
  User,
  Session,
  Property,
  Quote,
  Booking,
  Payment,
  Refund,
  Organisation,
  ApiKey,
  WishList,
  SavedSearch,
];
