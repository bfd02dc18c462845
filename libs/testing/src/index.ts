export { createDatabase, freshDatabase, testConnection } from './databases.js';
export { HttpClient, type Answer, type GraphqlAnswer } from './http-client.js';
export { TestApp } from './test-app.js';
export {
  book,
  bookingWhen,
  confirmedBooking,
  expectStatus,
  PASSWORD,
  pay,
  person,
  place,
  propertyBody,
  quote,
  waitFor,
  type BookingAnswer,
  type Person,
  type ProblemAnswer,
  type StayRequest,
} from './stays.js';
