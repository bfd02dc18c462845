/** Who calls: everyone but the anonymous has an account, and is signed in. */
export const CALLERS = [
  'anonymous',
  'guest',
  'otherGuest',
  'host',
  'otherHost',
  'support',
  'admin',
  'suspended',
] as const;
export type Caller = (typeof CALLERS)[number];

/**
 * Who may do what: each operation of the OpenAPI document, and with it the fields of GraphQL's Query and Mutation that do
 * the same, by who calls it. The place is the host's, and the booking, quote, stay and session are the guest's; what is
 * "mine" – the account, lists of one's own – is the caller's. A suspended caller sends the token from before.
 */
export const MATRIX = `
                           anonymous guest otherGuest host otherHost support admin suspended

  # signing in and out
  register                       201   201        201  201       201     201   201       201
  login                          200   200        200  200       200     200   200       200
  refresh                        200   200        200  200       200     200   200       200
  reauthenticate                 401   200        200  200       200     200   200       401
  logout                         401   204        204  204       204     204   204       204
  getJwks                        200   200        200  200       200     200   200       401
  listSessions                   401   200        200  200       200     200   200       401
  endOtherSessions               401   204        204  204       204     204   204       401
  endSession                     401   204        404  404       404     404   404       401

  # accounts
  getMe                          401   200        200  200       200     200   200       401
  updateMe                       401   200        200  200       200     200   200       401
  getUser                        200   200        200  200       200     200   200       401

  # places
  createProperty                 401   201        201  201       201     201   201       401
  listProperties                 401   200        200  200       200     200   200       401
  getProperty                    404   404        404  200       404     404   404       401
  updateProperty                 401   404        404  200       404     404   404       401
  archiveProperty                401   404        404  204       404     404   404       401
  publishProperty                401   404        404  200       404     404   404       401
  pauseProperty                  401   404        404  200       404     404   404       401
  searchProperties               200   200        200  200       200     200   200       401

  # calendars
  getCalendar                    200   200        200  200       200     200   200       401
  createBlock                    401   404        404  201       404     404   404       401
  listBlocks                     401   404        404  200       404     404   404       401
  getBlock                       401   404        404  200       404     404   404       401
  deleteBlock                    401   404        404  204       404     404   404       401

  # bookings
  createQuote                    401   201        201  422       201     201   201       401
  getQuote                       401   200        404  404       404     404   404       401
  createBooking                  401   201        404  404       404     404   404       401
  listBookings                   401   200        200  200       200     200   200       401
  getBooking                     401   200        404  200       404     404   404       401
  acceptBooking                  401   403        404  200       404     404   404       401
  declineBooking                 401   403        404  200       404     404   404       401
  cancelBooking                  401   200        404  200       404     404   404       401
  getBookingCancellation         401   200        404  200       404     404   404       401
  createReview                   401   201        404  404       404     404   404       401
  getReview                      200   200        200  200       200     200   200       401
  listReviews                    200   200        200  200       200     200   200       401

  # by id alone: one node that may be anything
  node                           404   200        404  200       404     404   404       401
  nodes                          404   200        404  200       404     404   404       401

  # machines
  getPaymentsConfig              200   200        200  200       200     200   200       401
  receiveStripeEvent             400   400        400  400       400     400   400       400
  getLiveness                    200   200        200  200       200     200   200       200
  getReadiness                   200   200        200  200       200     200   200       200
  getClock                       200   200        200  200       200     200   200       401
  moveClock                      200   200        200  200       200     200   200       401
`;
