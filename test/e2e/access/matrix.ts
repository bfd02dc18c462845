/** Who calls: everyone but the anonymous, the look and the keys has an account, and is signed in. */
export const CALLERS = [
  'anonymous',
  'guest',
  'otherGuest',
  'host',
  'otherHost',
  'coHostListing',
  'coHostCalendar',
  'coHostBookings',
  'coHostMessages',
  'support',
  'admin',
  'look',
  'keyWith',
  'keyWithout',
  'keyUngranted',
  'suspended',
] as const;
export type Caller = (typeof CALLERS)[number];

/**
 * Who may do what: each operation of the OpenAPI document, and with it the fields of GraphQL's Query and Mutation that do
 * the same, by who calls it, as the status of one valid request. The place is the host's, and the booking, quote, stay,
 * passkey, session and export are the guest's; what is "mine" – the account, lists of one's own – is the caller's. Each
 * co-host has one permission at all places of the host. A look is support's at the guest: it reads what the guest reads,
 * but for what is the owner's alone, and does nothing. `keyWith` and `keyWithout` are keys of a partner whom the host lets
 * in, of all scopes and of none; `keyUngranted` has all scopes, of a partner to whom nobody has granted anything. A
 * suspended caller sends the token from before.
 *
 * Not in it: fields of GraphQL that hang on another thing (`fields.ts`), routes of no operation (`outside.ts`), what is in
 * an answer (the canary crawl in test/attacks), other ids than these (the id swaps there), and what differs with the state
 * of a thing, or by permissions and scopes taken together (`permissions.spec.ts`, test/e2e/partners).
 */
export const MATRIX = `
                                 anonymous guest otherGuest host otherHost coHostListing coHostCalendar coHostBookings coHostMessages support admin look keyWith keyWithout keyUngranted suspended

  # signing in and out
  register                             201   201        201  201       201           201            201            201            201     201   201  403     403        403          403       201
  login                                200   200        200  200       200           200            200            200            200     200   200  403     403        403          403       200
  completeLogin                        401   401        401  401       401           401            401            401            401     401   401  403     403        403          403       401
  createPasskeyLoginOptions            200   200        200  200       200           200            200            200            200     200   200  403     403        403          403       200
  loginWithPasskey                     401   401        401  401       401           401            401            401            401     401   401  403     403        403          403       401
  refresh                              200   200        200  200       200           200            200            200            200     200   200  403     403        403          403       200
  reauthenticate                       401   200        200  200       200           200            200            200            200     200   200  403     403        403          403       401
  logout                               401   204        204  204       204           204            204            204            204     204   204  403     403        403          403       204
  requestEmailVerification             202   202        202  202       202           202            202            202            202     202   202  403     403        403          403       202
  verifyEmail                          400   400        400  400       400           400            400            400            400     400   400  403     403        403          403       400
  requestPasswordReset                 202   202        202  202       202           202            202            202            202     202   202  403     403        403          403       202
  resetPassword                        400   400        400  400       400           400            400            400            400     400   400  403     403        403          403       400
  confirmEmailChange                   400   400        400  400       400           400            400            400            400     400   400  403     403        403          403       400
  getJwks                              200   200        200  200       200           200            200            200            200     200   200  200     200        200          200       401
  listSessions                         401   200        200  200       200           200            200            200            200     200   200  403     403        403          403       401
  endOtherSessions                     401   204        204  204       204           204            204            204            204     204   204  403     403        403          403       401
  endSession                           401   204        404  404       404           404            404            404            404     404   404  403     403        403          403       401

  # accounts
  getMe                                401   200        200  200       200           200            200            200            200     200   200  200     403        403          403       401
  updateMe                             401   200        200  200       200           200            200            200            200     200   200  403     403        403          403       401
  getUser                              200   200        200  200       200           200            200            200            200     200   200  200     200        200          200       401
  updatePhoto                          401   200        200  200       200           200            200            200            200     200   200  403     403        403          403       401
  deletePhoto                          401   204        204  204       204           204            204            204            204     204   204  403     403        403          403       401
  getPhoto                             200   200        200  200       200           200            200            200            200     200   200  200     200        200          200       401
  changePassword                       401   403        403  403       403           403            403            403            403     403   403  403     403        403          403       401
  requestEmailChange                   401   403        403  403       403           403            403            403            403     403   403  403     403        403          403       401
  listLoginProviders                   200   200        200  200       200           200            200            200            200     200   200  200     200        200          200       200
  createProviderLoginAttempt           400   400        400  400       400           400            400            400            400     400   400  403     403        403          403       400
  loginWithProvider                    401   401        401  401       401           401            401            401            401     401   401  403     403        403          403       401
  listIdentities                       401   200        200  200       200           200            200            200            200     200   200  403     403        403          403       401
  createIdentityAttempt                401   400        400  400       400           400            400            400            400     400   400  403     403        403          403       401
  deleteIdentity                       401   204        404  404       404           404            404            404            404     404   404  403     403        403          403       401
  getSecondFactor                      401   200        200  200       200           200            200            200            200     200   200  403     403        403          403       401
  createTotp                           401   200        200  200       200           200            200            200            200     200   200  403     403        403          403       401
  confirmTotp                          401   422        422  422       422           422            422            422            422     422   422  403     403        403          403       401
  deleteTotp                           401   404        404  404       404           404            404            404            404     404   404  403     403        403          403       401
  createRecoveryCodes                  401   409        409  409       409           409            409            409            409     409   409  403     403        403          403       401
  listPasskeys                         401   200        200  200       200           200            200            200            200     200   200  403     403        403          403       401
  createPasskeyOptions                 401   200        200  200       200           200            200            200            200     200   200  403     403        403          403       401
  createPasskeyProofOptions            401   200        200  200       200           200            200            200            200     200   200  403     403        403          403       401
  createPasskey                        401   422        422  422       422           422            422            422            422     422   422  403     403        403          403       401
  updatePasskey                        401   200        404  404       404           404            404            404            404     404   404  403     403        403          403       401
  deletePasskey                        401   204        404  404       404           404            404            404            404     404   404  403     403        403          403       401
  listLooks                            401   200        200  200       200           200            200            200            200     200   200  200     403        403          403       401

  # privacy: the export and the consent are the guest’s
  requestExport                        401   202        202  202       202           202            202            202            202     202   202  403     403        403          403       401
  listExports                          401   200        200  200       200           200            200            200            200     200   200  403     403        403          403       401
  getExport                            401   200        404  404       404           404            404            404            404     404   404  403     403        403          403       401
  # by its link, which is all that is asked for: for another’s, and for none, see exports.spec.ts
  getExportFile                        200   200        200  200       200           200            200            200            200     200   200  200     200        200          200       401
  getErasure                           401   200        200  200       200           200            200            200            200     200   200  403     403        403          403       401
  eraseAccount                         401   409        409  409       409           409            409            409            409     409   409  403     403        403          403       401
  listTerms                            200   200        200  200       200           200            200            200            200     200   200  200     200        200          200       401
  publishTerms                         401   403        403  403       403           403            403            403            403     403   201  403     403        403          403       401
  listConsents                         401   200        200  200       200           200            200            200            200     200   200  200     403        403          403       401
  createConsent                        401   201        201  201       201           201            201            201            201     201   201  403     403        403          403       401
  withdrawConsent                      401   204        404  404       404           404            404            404            404     404   404  403     403        403          403       401

  # staff
  listAccounts                         401   403        403  403       403           403            403            403            403     200   200  403     403        403          403       401
  getAccount                           401   403        403  403       403           403            403            403            403     200   200  403     403        403          403       401
  suspendAccount                       401   403        403  403       403           403            403            403            403     403   200  403     403        403          403       401
  restoreAccount                       401   403        403  403       403           403            403            403            403     403   200  403     403        403          403       401
  updateRoles                          401   403        403  403       403           403            403            403            403     403   200  403     403        403          403       401
  createLook                           401   403        403  403       403           403            403            403            403     201   201  403     403        403          403       401
  listAuditEntries                     401   403        403  403       403           403            403            403            403     200   200  403     403        403          403       401

  # places
  createProperty                       401   201        201  201       201           201            201            201            201     201   201  403     403        403          403       401
  listProperties                       401   200        200  200       200           200            200            200            200     200   200  200     200        403          200       401
  getProperty                          404   404        404  200       404           200            200            200            200     404   404  404     200        404          404       401
  updateProperty                       401   404        404  200       404           200            403            403            403     404   404  403     200        403          404       401
  archiveProperty                      401   404        404  204       404           403            403            403            403     404   404  403     403        403          403       401
  publishProperty                      401   404        404  200       404           403            403            403            403     404   404  403     403        403          403       401
  pauseProperty                        401   404        404  200       404           403            403            403            403     404   404  403     403        403          403       401
  getSeasons                           401   404        404  200       404           200            403            403            403     404   404  404     200        403          404       401
  updateSeasons                        401   404        404  200       404           200            403            403            403     404   404  403     200        403          404       401
  getPrice                             200   200        200  200       200           200            200            200            200     200   200  200     200        200          200       401
  searchProperties                     200   200        200  200       200           200            200            200            200     200   200  200     200        200          200       401
  findPlaces                           200       200   200        200  200       200           200            200            200            200     200   200  200     200        200          401

  # wish lists: the guest’s
  createWishList                       401       201   201        201  201       201           201            201            201            201     201   403  403     403        403          401
  listWishLists                        401       200   200        200  200       200           200            200            200            200     200   200  403     403        403          401
  getWishList                          401       200   404        404  404       404           404            404            404            404     404   200  403     403        403          401
  updateWishList                       401       200   404        404  404       404           404            404            404            404     404   403  403     403        403          401
  deleteWishList                       401       204   404        404  404       404           404            404            404            404     404   403  403     403        403          401
  listWishListProperties               401       200   404        404  404       404           404            404            404            404     404   200  403     403        403          401
  saveWishListProperty                 401       200   404        404  404       404           404            404            404            404     404   403  403     403        403          401
  deleteWishListProperty               401       204   404        404  404       404           404            404            404            404     404   403  403     403        403          401
  shareWishList                        401       201   404        404  404       404           404            404            404            404     404   403  403     403        403          401
  unshareWishList                      401       204   404        404  404       404           404            404            404            404     404   403  403     403        403          401
  # by its link, which is all that is asked for
  getSharedWishList                    200       200   200        200  200       200           200            200            200            200     200   200  200     200        200          401
  listSharedWishListProperties         200       200   200        200  200       200           200            200            200            200     200   200  200     200        200          401

  # saved searches: the guest’s
  createSavedSearch                    401       201   201        201  201       201           201            201            201            201     201   403  403     403        403          401
  listSavedSearches                    401       200   200        200  200       200           200            200            200            200     200   200  403     403        403          401
  getSavedSearch                       401       200   404        404  404       404           404            404            404            404     404   200  403     403        403          401
  updateSavedSearch                    401       200   404        404  404       404           404            404            404            404     404   403  403     403        403          401
  deleteSavedSearch                    401       204   404        404  404       404           404            404            404            404     404   403  403     403        403          401
  listSavedSearchResults               401       200   404        404  404       404           404            404            404            404     404   200  403     403        403          401
  # by a token of a letter: this is none
  endAlerts                            400       400   400        400  400       400           400            400            400            400     400   403  403     403        403          400

  # co-hosts
  listCoHosts                          401   404        404  200       404           403            403            403            403     404   404  404     403        403          403       401
  getCoHost                            401   404        404  200       404           404            404            404            404     404   404  404     403        403          403       401
  updateCoHost                         401   404        404  200       404           403            403            403            403     404   404  403     403        403          403       401
  deleteCoHost                         401   404        404  204       404           404            404            404            404     404   404  403     403        403          403       401
  createCoHostInvitation               401   404        404  201       404           403            403            403            403     404   404  403     403        403          403       401
  listCoHostInvitations                401   404        404  200       404           403            403            403            403     404   404  404     403        403          403       401
  deleteCoHostInvitation               401   404        404  204       404           403            403            403            403     404   404  403     403        403          403       401
  listReceivedCoHostInvitations        401   200        200  200       200           200            200            200            200     200   200  200     403        403          403       401
  acceptCoHostInvitation               401   404        200  404       404           404            404            404            404     404   404  403     403        403          403       401
  declineCoHostInvitation              401   404        204  404       404           404            404            404            404     404   404  403     403        403          403       401

  # calendars
  getCalendar                          200   200        200  200       200           200            200            200            200     200   200  200     200        200          200       401
  setCalendarDays                      401   404        404  200       404           403            200            403            403     404   404  403     200        403          404       401
  getPlanningBoard                     401   200        200  200       200           200            200            200            200     200   200  200     200        403          200       401
  createBlock                          401   404        404  201       404           403            201            403            403     404   404  403     201        403          404       401
  listBlocks                           401   404        404  200       404           403            200            403            403     404   404  404     200        403          404       401
  getBlock                             401   404        404  200       404           403            200            403            403     404   404  404     200        403          404       401
  deleteBlock                          401   404        404  204       404           403            204            403            403     404   404  403     204        403          404       401

  # bookings
  createQuote                          401   201        201  422       201           201            201            201            201     201   201  403     403        403          403       401
  getQuote                             401   200        404  404       404           404            404            404            404     404   404  200     403        403          403       401
  createBooking                        401   201        404  404       404           404            404            404            404     404   404  403     403        403          403       401
  listBookings                         401   200        200  200       200           200            200            200            200     200   200  200     200        403          200       401
  getBooking                           401   200        404  200       404           404            404            200            404     404   404  200     200        403          404       401
  acceptBooking                        401   403        404  200       404           404            404            200            404     404   404  403     200        403          404       401
  declineBooking                       401   403        404  200       404           404            404            200            404     404   404  403     200        403          404       401
  cancelBooking                        401   200        404  200       404           404            404            200            404     404   404  403     403        403          403       401
  getBookingCancellation               401   200        404  200       404           404            404            200            404     404   404  200     403        403          403       401
  createReview                         401   201        404  404       404           404            404            404            404     404   404  403     403        403          403       401
  getReview                            200   200        200  200       200           200            200            200            200     200   200  200     200        200          200       401
  listReviews                          200   200        200  200       200           200            200            200            200     200   200  200     200        200          200       401

  # by id alone: one node that may be anything
  node                                 404   200        404  200       404           404            404            200            404     404   404  200     404        404          404       401
  nodes                                404   200        404  200       404           404            404            200            404     404   404  200     404        404          404       401

  # partners: the organisation is the host's, and the guest is a member
  createOrganisation                   401   201        201  201       201           201            201            201            201     201   201  403     403        403          403       401
  listOrganisations                    401   200        200  200       200           200            200            200            200     200   200  200     403        403          403       401
  joinOrganisation                     401   201        201  201       201           201            201            201            201     201   201  403     403        403          403       401
  getOrganisation                      401   200        404  200       404           404            404            404            404     404   404  200     403        403          403       401
  updateOrganisation                   401   403        404  200       404           404            404            404            404     404   404  403     403        403          403       401
  listMembers                          401   200        404  200       404           404            404            404            404     404   404  200     403        403          403       401
  promoteMember                        401   403        404  204       404           404            404            404            404     404   404  403     403        403          403       401
  demoteMember                         401   204        404  204       404           404            404            404            404     404   404  403     403        403          403       401
  deleteMember                         401   204        404  204       404           404            404            404            404     404   404  403     403        403          403       401
  createInvitation                     401   403        404  201       404           404            404            404            404     404   404  403     403        403          403       401
  listInvitations                      401   200        404  200       404           404            404            404            404     404   404  200     403        403          403       401
  deleteInvitation                     401   403        404  204       404           404            404            404            404     404   404  403     403        403          403       401
  createApiKey                         401   403        404  201       404           404            404            404            404     404   404  403     403        403          403       401
  listApiKeys                          401   200        404  200       404           404            404            404            404     404   404  403     403        403          403       401
  getApiKey                            401   200        404  200       404           404            404            404            404     404   404  403     403        403          403       401
  deleteApiKey                         401   403        404  204       404           404            404            404            404     404   404  403     403        403          403       401
  rotateApiKey                         401   403        404  201       404           404            404            404            404     404   404  403     403        403          403       401
  createAccessGrant                    401   201        201  201       201           201            201            201            201     201   201  403     403        403          403       401
  listAccessGrants                     401   200        200  200       200           200            200            200            200     200   200  200     403        403          403       401
  getAccessGrant                       401   404        404  200       200           404            404            404            404     404   404  404     403        403          403       401
  deleteAccessGrant                    401   404        404  204       204           404            404            404            404     404   404  403     403        403          403       401
  listOrganisationAccessGrants         401   404        404  404       200           404            404            404            404     404   404  404     403        403          403       401
  createClientToken                    401   401        401  401       401           401            401            401            401     401   401  403     403        403          403       401
  getAuthorizationServer               200   200        200  200       200           200            200            200            200     200   200  200     200        200          200       401

  # machines
  getPaymentsConfig                    200   200        200  200       200           200            200            200            200     200   200  200     200        200          200       401
  receiveStripeEvent                   400   400        400  400       400           400            400            400            400     400   400  403     403        403          403       400
  getLiveness                          200   200        200  200       200           200            200            200            200     200   200  200     200        200          200       200
  getReadiness                         200   200        200  200       200           200            200            200            200     200   200  200     200        200          200       200
  getClock                             200   200        200  200       200           200            200            200            200     200   200  200     200        200          200       401
  moveClock                            200   200        200  200       200           200            200            200            200     200   200  403     403        403          403       401
`;
