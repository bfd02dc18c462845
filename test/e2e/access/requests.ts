import { randomUUID } from 'node:crypto';
import { PASSWORD, propertyBody } from '#testing';
import { ahead } from '../support/dates-ahead.js';
import type { Call } from './call.js';
import { ACCESS_CALLS } from './access-requests.js';
import { GUEST_CALLS } from './guest-requests.js';
import {
  block,
  bookingToCome,
  draft,
  guest,
  nothing,
  publishedProperty,
  quoted,
  requestedBooking,
  reviewedStay,
  session,
  stayThatIsOver,
} from './things.js';

const ANY_VERSION = { 'if-match': '*' };
const FROM_TO = `from=${ahead(40)}&to=${ahead(45)}`;

/** Variables that documents may use, besides the things and `$input`. */
export const DATES = { from: ahead(40), to: ahead(45) };

export const CALLS: Record<string, Call> = {
  ...ACCESS_CALLS,
  ...GUEST_CALLS,
  // signing in and out
  register: {
    about: nothing,
    body: () => ({ email: `${randomUUID()}@example.com`, password: PASSWORD, firstName: 'Una', lastName: '' }),
    graphql: 'mutation ($input: RegisterInput!) { register(input: $input) { user { id } } }',
  },
  login: {
    about: guest,
    body: ({ email }) => ({ email, password: PASSWORD }),
    graphql: 'mutation ($input: LoginInput!) { login(input: $input) { user { id } } }',
  },
  refresh: {
    about: session,
    body: ({ refreshToken }) => ({ refreshToken }),
    graphql: 'mutation ($input: RefreshInput!) { refresh(input: $input) { user { id } } }',
  },
  reauthenticate: { about: nothing, body: () => ({ password: PASSWORD }) },
  logout: { about: nothing, graphql: 'mutation { logout }', endsSessions: true },
  getJwks: { about: nothing },
  listSessions: { about: nothing },
  endOtherSessions: { about: nothing, endsSessions: true },
  endSession: { about: session },
  // accounts
  getMe: { about: nothing, graphql: '{ me { id email } }' },
  updateMe: {
    about: nothing,
    headers: ANY_VERSION,
    body: () => ({ lastName: 'Someone' }),
    graphql: 'mutation ($input: UpdateMeInput!) { updateMe(version: 1, input: $input) { id } }',
  },
  getUser: { about: guest, graphql: 'query ($id: ID!) { user(id: $id) { id } }' },
  // places
  createProperty: {
    about: nothing,
    body: () => propertyBody(),
    graphql: 'mutation ($input: CreatePropertyInput!) { createProperty(input: $input) { id } }',
  },
  listProperties: { about: nothing, query: 'mine=true', graphql: '{ properties { edges { node { id } } } }' },
  getProperty: { about: draft, graphql: 'query ($id: ID!) { property(id: $id) { id } }' },
  updateProperty: {
    about: publishedProperty,
    headers: ANY_VERSION,
    body: () => ({ title: 'Another title' }),
    graphql:
      'mutation ($id: ID!, $input: UpdatePropertyInput!) { updateProperty(id: $id, version: 2, input: $input) { id } }',
  },
  archiveProperty: {
    about: publishedProperty,
    headers: ANY_VERSION,
    graphql: 'mutation ($id: ID!) { archiveProperty(id: $id, version: 2) { id } }',
  },
  publishProperty: { about: draft, graphql: 'mutation ($id: ID!) { publishProperty(id: $id) { id } }' },
  pauseProperty: { about: publishedProperty, graphql: 'mutation ($id: ID!) { pauseProperty(id: $id) { id } }' },
  getSeasons: { about: publishedProperty, graphql: 'query ($id: ID!) { seasons(propertyId: $id) { version } }' },
  updateSeasons: {
    about: publishedProperty,
    headers: ANY_VERSION,
    body: () => ({ seasons: [] }),
    graphql: `mutation ($id: ID!, $input: UpdateSeasonsInput!) {
      updateSeasons(propertyId: $id, version: 2, input: $input) { version }
    }`,
  },
  getPrice: {
    about: publishedProperty,
    query: `checkIn=${ahead(40)}&checkOut=${ahead(42)}&adults=2`,
    graphql: `query ($id: ID!) {
      price(propertyId: $id, checkIn: "${ahead(40)}", checkOut: "${ahead(42)}", adults: 2) { total { amount } }
    }`,
  },
  searchProperties: { about: nothing, graphql: '{ search { edges { node { property { id } } } } }' },
  // calendars
  getCalendar: {
    about: publishedProperty,
    query: FROM_TO,
    graphql: `query ($id: ID!, $from: LocalDate!, $to: LocalDate!) {
      calendar(propertyId: $id, from: $from, to: $to) { data { available } }
    }`,
  },
  setCalendarDays: {
    about: publishedProperty,
    body: () => ({ days: [{ ...DATES, minNights: 2 }] }),
    graphql:
      'mutation ($id: ID!, $input: SetCalendarDaysInput!) { setCalendarDays(propertyId: $id, input: $input) { propertyId } }',
  },
  getPlanningBoard: {
    about: nothing,
    query: FROM_TO,
    graphql: 'query ($from: LocalDate!, $to: LocalDate!) { planningBoard(from: $from, to: $to) { nodes { id } } }',
  },
  createBlock: {
    about: publishedProperty,
    body: () => DATES,
    graphql: 'mutation ($id: ID!, $input: CreateBlockInput!) { createBlock(propertyId: $id, input: $input) { id } }',
  },
  listBlocks: {
    about: block,
    graphql: 'query ($id: ID!) { blocks(propertyId: $id) { edges { node { id } } } }',
  },
  getBlock: { about: block },
  deleteBlock: {
    about: block,
    graphql: 'mutation ($id: ID!, $blockId: ID!) { deleteBlock(propertyId: $id, id: $blockId) { id } }',
  },
  // bookings
  createQuote: {
    about: publishedProperty,
    body: ({ id }) => ({ propertyId: id, checkIn: ahead(40), checkOut: ahead(42), guests: { adults: 2 } }),
    graphql: 'mutation ($input: CreateQuoteInput!) { createQuote(input: $input) { id } }',
  },
  getQuote: { about: quoted, graphql: 'query ($id: ID!) { quote(id: $id) { id } }' },
  createBooking: {
    about: quoted,
    body: ({ id }) => ({ quoteId: id }),
    graphql: 'mutation ($input: CreateBookingInput!) { createBooking(input: $input) { id } }',
  },
  listBookings: { about: nothing, graphql: '{ bookings { edges { node { id } } } }' },
  getBooking: { about: bookingToCome, graphql: 'query ($id: ID!) { booking(id: $id) { id } }' },
  acceptBooking: { about: requestedBooking, graphql: 'mutation ($id: ID!) { acceptBooking(id: $id) { id } }' },
  declineBooking: { about: requestedBooking, graphql: 'mutation ($id: ID!) { declineBooking(id: $id) { id } }' },
  cancelBooking: { about: bookingToCome, graphql: 'mutation ($id: ID!) { cancelBooking(id: $id) { id } }' },
  getBookingCancellation: {
    about: bookingToCome,
    graphql: 'query ($id: ID!) { bookingCancellation(id: $id) { refund { amount } } }',
  },
  createReview: {
    about: stayThatIsOver,
    body: () => ({ rating: 5, comment: 'Quiet, and close to everything.' }),
    graphql: 'mutation ($id: ID!, $input: CreateReviewInput!) { createReview(bookingId: $id, input: $input) { id } }',
  },
  getReview: { about: reviewedStay, graphql: 'query ($id: ID!) { review(id: $id) { id } }' },
  listReviews: {
    about: publishedProperty,
    graphql: 'query ($id: ID!) { reviews(propertyId: $id) { edges { node { id } } } }',
  },
  node: { about: bookingToCome, graphql: 'query ($id: ID!) { node(id: $id) { id } }' },
  nodes: { about: bookingToCome, graphql: 'query ($id: ID!) { nodes(ids: [$id]) { id } }' },
  // machines
  getPaymentsConfig: { about: nothing, graphql: '{ paymentsConfig { apiBase } }' },
  receiveStripeEvent: { about: nothing, body: () => ({ id: 'evt_1', type: 'payment_intent.succeeded' }) },
  getLiveness: { about: nothing },
  getReadiness: { about: nothing },
  getClock: { about: nothing },
  moveClock: { about: nothing, body: () => ({ advance: 'PT1S' }) },
};
