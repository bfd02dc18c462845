export { Contract, type ApiDocument, type Operation, type Parameter, type Route, type Schema } from './contract.js';
export type { ProblemAnswer } from './problem-answer.js';
export { createDatabase, freshDatabase, testConnection, type FreshDatabase } from './databases.js';
export { default as startTestRun } from './global-setup.js';
export { default as endTestRun } from './global-teardown.js';
export { HttpClient, type Answer, type CallOptions, type GraphqlAnswer } from './http-client.js';
export { startContext, testConfig, TestServer, type TestParts } from './modules.js';
export { RedisServer } from './redis-server.js';
export { leaksIn } from './secrets-seen.js';
export { StripeSide, type StripeCharge, type StripeEvent, type StripeIntent } from './stripe-side.js';
export { TEST_START, TestApp } from './test-app.js';
export {
  book,
  bookingWhen,
  confirmedBooking,
  expectStatus,
  newKey,
  PASSWORD,
  pay,
  person,
  place,
  propertyBody,
  quote,
  waitFor,
  type BookingAnswer,
  type PaymentAnswer,
  type Person,
  type StayRequest,
} from './stays.js';
