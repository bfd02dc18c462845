import { randomUUID } from 'node:crypto';
import { PASSWORD } from '#testing';
import { phonePhoto } from '../support/photos.js';
import {
  accessGrant,
  coHost,
  consent,
  exported,
  exportMade,
  grantedOrganisation,
  partner,
  coHostInvitation,
  coHostInvitationOfPlace,
  identity,
  keyOfHost,
  organisationInvitation,
  organisationInvitationRead,
  organisationOfHost,
  organisationOfTwo,
  passkey,
  photo,
  responsibilityOfAll,
  someone,
  terms,
} from './access-things.js';
import type { Call } from './call.js';
import { guest, nothing, publishedProperty } from './things.js';

const PHOTO = new Uint8Array(await phonePhoto());
const ANY_VERSION = { 'if-match': '*' };
const REASON = () => ({ reason: 'Reported for offers that do not exist' });
const NO_SUCH_TOKEN = 'AZOgsnw-fRCfVysfPF1-kABl4g0QZmlndXJlcyBvZiBzcGVlY2ggYXJlIG5vdCBhbGxvd2Vk';
const WRONG_PASSWORD = 'not the password of anybody';

const clientData = 'eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0';
const credential = (response: object) => ({ id: 'AZOgsnw-fRCf', rawId: 'AZOgsnw-fRCf', type: 'public-key', response });

/** Operations on how people sign in; what takes a proof that nobody has here is refused to all who come so far. */
const SIGN_IN: Record<string, Call> = {
  completeLogin: { about: nothing, body: () => ({ challengeToken: NO_SUCH_TOKEN, code: '287082' }) },
  createPasskeyLoginOptions: { about: nothing },
  loginWithPasskey: {
    about: nothing,
    body: () => ({
      credential: credential({ clientDataJSON: clientData, authenticatorData: 'SZYN5YgOjGh0', signature: 'MEUCIQC' }),
    }),
  },
  requestEmailVerification: { about: guest, body: ({ email }) => ({ email }) },
  verifyEmail: { about: nothing, body: () => ({ token: NO_SUCH_TOKEN }) },
  requestPasswordReset: { about: guest, body: ({ email }) => ({ email }) },
  resetPassword: { about: nothing, body: () => ({ token: NO_SUCH_TOKEN, password: PASSWORD }) },
  confirmEmailChange: { about: nothing, body: () => ({ token: NO_SUCH_TOKEN }) },
  changePassword: { about: nothing, body: () => ({ currentPassword: WRONG_PASSWORD, newPassword: PASSWORD }) },
  requestEmailChange: { about: nothing, body: () => ({ email: 'new@example.com', password: WRONG_PASSWORD }) },
  listLoginProviders: { about: nothing },
  createProviderLoginAttempt: {
    about: nothing,
    body: () => ({ provider: 'nobody', returnTo: 'https://www.example.com' }),
  },
  loginWithProvider: { about: nothing, body: () => ({ code: NO_SUCH_TOKEN }) },
  listIdentities: { about: nothing },
  createIdentityAttempt: { about: nothing, body: () => ({ provider: 'nobody', returnTo: 'https://www.example.com' }) },
  deleteIdentity: { about: identity },
  getSecondFactor: { about: nothing },
  createTotp: { about: nothing },
  confirmTotp: { about: nothing, body: () => ({ code: '287082' }) },
  deleteTotp: { about: nothing },
  createRecoveryCodes: { about: nothing },
  listPasskeys: { about: nothing },
  createPasskeyOptions: { about: nothing },
  createPasskeyProofOptions: { about: nothing },
  createPasskey: {
    about: nothing,
    body: () => ({
      name: 'My phone',
      credential: credential({ clientDataJSON: clientData, attestationObject: 'o2NmbXRkbm9uZQ' }),
    }),
  },
  updatePhoto: { about: nothing, headers: ANY_VERSION, photo: PHOTO },
  deletePhoto: { about: nothing },
  getPhoto: { about: photo },
  updatePasskey: { about: passkey, headers: ANY_VERSION, body: () => ({ name: 'Another name' }) },
  deletePasskey: { about: passkey },
};

/** Nobody is let out while they are responsible for others: it would end who is asked about. */
const PRIVACY: Record<string, Call> = {
  requestExport: { about: nothing },
  listExports: { about: nothing },
  getExport: { about: exported },
  getExportFile: { about: exportMade, query: 'token={token}' },
  getErasure: { about: nothing },
  eraseAccount: { about: responsibilityOfAll },
  listTerms: { about: nothing },
  publishTerms: {
    about: nothing,
    body: () => ({
      document: 'newsletter',
      version: randomUUID(),
      url: 'https://www.example.com/newsletter',
      sha256: '0'.repeat(64),
      required: false,
    }),
  },
  listConsents: { about: nothing },
  createConsent: { about: terms, body: ({ document, version }) => ({ document, version }) },
  withdrawConsent: { about: consent },
};

const STAFF: Record<string, Call> = {
  listAccounts: { about: nothing, graphql: '{ accounts { edges { node { id } } } }' },
  getAccount: { about: someone, graphql: 'query ($id: ID!) { account(id: $id) { id } }' },
  suspendAccount: {
    about: someone,
    body: REASON,
    graphql: 'mutation ($id: ID!, $input: ReasonInput!) { suspendAccount(id: $id, input: $input) { id } }',
  },
  restoreAccount: {
    about: someone,
    body: REASON,
    graphql: 'mutation ($id: ID!, $input: ReasonInput!) { restoreAccount(id: $id, input: $input) { id } }',
  },
  updateRoles: {
    about: someone,
    headers: ANY_VERSION,
    body: () => ({ roles: ['support'] }),
    graphql:
      'mutation ($id: ID!, $input: UpdateRolesInput!) { updateRoles(id: $id, version: 1, input: $input) { id } }',
  },
  createLook: {
    about: someone,
    body: REASON,
    graphql: 'mutation ($id: ID!, $input: ReasonInput!) { createLook(id: $id, input: $input) { id } }',
  },
  listLooks: { about: nothing },
  listAuditEntries: { about: nothing, graphql: '{ auditEntries { edges { node { id } } } }' },
};

const CO_HOSTS: Record<string, Call> = {
  listCoHosts: {
    about: coHost,
    graphql: 'query ($id: ID!) { coHosts(propertyId: $id) { edges { node { permissions } } } }',
  },
  getCoHost: { about: coHost },
  updateCoHost: {
    about: coHost,
    headers: ANY_VERSION,
    body: () => ({ permissions: ['bookings'] }),
    graphql: `mutation ($id: ID!, $userId: ID!, $input: UpdateCoHostInput!) {
      updateCoHost(propertyId: $id, userId: $userId, version: 1, input: $input) { permissions }
    }`,
  },
  deleteCoHost: {
    about: coHost,
    graphql: 'mutation ($id: ID!, $userId: ID!) { deleteCoHost(propertyId: $id, userId: $userId) }',
  },
  createCoHostInvitation: {
    about: publishedProperty,
    body: () => ({ email: `${randomUUID()}@example.com`, permissions: ['calendar'] }),
    graphql: `mutation ($id: ID!, $input: CreateCoHostInvitationInput!) {
      createCoHostInvitation(propertyId: $id, input: $input) { id }
    }`,
  },
  listCoHostInvitations: {
    about: publishedProperty,
    graphql: 'query ($id: ID!) { coHostInvitations(propertyId: $id) { edges { node { id } } } }',
  },
  deleteCoHostInvitation: {
    about: coHostInvitationOfPlace,
    graphql: `mutation ($id: ID!, $invitationId: ID!) { deleteCoHostInvitation(propertyId: $id, id: $invitationId) }`,
  },
  listReceivedCoHostInvitations: { about: nothing, graphql: '{ receivedCoHostInvitations { edges { node { id } } } }' },
  acceptCoHostInvitation: {
    about: coHostInvitation,
    body: ({ token }) => ({ token }),
    graphql: `mutation ($id: ID!, $input: AcceptCoHostInvitationInput!) {
      acceptCoHostInvitation(id: $id, input: $input) { permissions }
    }`,
  },
  declineCoHostInvitation: {
    about: coHostInvitation,
    graphql: 'mutation ($id: ID!) { declineCoHostInvitation(id: $id) }',
  },
};

const PARTNERS: Record<string, Call> = {
  createOrganisation: {
    about: nothing,
    body: () => ({ name: 'Channel Works', slug: `works-${randomUUID().slice(0, 8)}` }),
    graphql: 'mutation ($input: CreateOrganisationInput!) { createOrganisation(input: $input) { id } }',
  },
  getOrganisation: { about: organisationOfHost, graphql: 'query ($id: ID!) { organisation(id: $id) { id } }' },
  updateOrganisation: {
    about: organisationOfHost,
    headers: ANY_VERSION,
    body: () => ({ name: 'Channel Works Ltd' }),
    graphql: `mutation ($id: ID!, $input: UpdateOrganisationInput!) {
      updateOrganisation(id: $id, version: 1, input: $input) { id }
    }`,
  },
  listOrganisations: { about: nothing, graphql: '{ organisations { edges { node { id } } } }' },
  joinOrganisation: {
    about: organisationInvitationRead,
    body: ({ code }) => ({ code }),
    graphql: 'mutation ($input: JoinOrganisationInput!) { joinOrganisation(input: $input) { id } }',
  },
  listMembers: {
    about: organisationOfHost,
    graphql: 'query ($id: ID!) { members(organisationId: $id) { edges { node { role } } } }',
  },
  promoteMember: {
    about: organisationOfHost,
    graphql: 'mutation ($id: ID!, $userId: ID!) { promoteMember(organisationId: $id, userId: $userId) }',
  },
  demoteMember: {
    about: organisationOfTwo,
    graphql: 'mutation ($id: ID!, $userId: ID!) { demoteMember(organisationId: $id, userId: $userId) }',
  },
  deleteMember: {
    about: organisationOfHost,
    graphql: 'mutation ($id: ID!, $userId: ID!) { deleteMember(organisationId: $id, userId: $userId) }',
  },
  createInvitation: {
    about: organisationOfHost,
    body: () => ({ email: `${randomUUID()}@example.com`, role: 'member' }),
    graphql:
      'mutation ($id: ID!, $input: CreateInvitationInput!) { createInvitation(organisationId: $id, input: $input) { id } }',
  },
  listInvitations: {
    about: organisationOfHost,
    graphql: 'query ($id: ID!) { invitations(organisationId: $id) { edges { node { id } } } }',
  },
  deleteInvitation: {
    about: organisationInvitation,
    graphql: 'mutation ($id: ID!, $invitationId: ID!) { deleteInvitation(organisationId: $id, id: $invitationId) }',
  },
  createApiKey: {
    about: organisationOfHost,
    body: () => ({ name: 'nightly sync', scopes: ['calendar:read'] }),
    graphql:
      'mutation ($id: ID!, $input: CreateApiKeyInput!) { createApiKey(organisationId: $id, input: $input) { key } }',
  },
  listApiKeys: {
    about: keyOfHost,
    graphql: 'query ($id: ID!) { apiKeys(organisationId: $id) { edges { node { id } } } }',
  },
  getApiKey: {
    about: keyOfHost,
    graphql: 'query ($id: ID!, $keyId: ID!) { apiKey(organisationId: $id, id: $keyId) { id } }',
  },
  deleteApiKey: {
    about: keyOfHost,
    graphql: 'mutation ($id: ID!, $keyId: ID!) { deleteApiKey(organisationId: $id, id: $keyId) { id } }',
  },
  rotateApiKey: {
    about: keyOfHost,
    body: () => ({ overlapHours: 1 }),
    graphql: `mutation ($id: ID!, $keyId: ID!, $input: RotateApiKeyInput!) {
      rotateApiKey(organisationId: $id, id: $keyId, input: $input) { key }
    }`,
  },
  createAccessGrant: {
    about: partner,
    body: ({ slug }) => ({ organisationSlug: slug, permissions: ['calendar'] }),
    graphql: 'mutation ($input: CreateAccessGrantInput!) { createAccessGrant(input: $input) { id } }',
  },
  listAccessGrants: { about: nothing, graphql: '{ accessGrants { edges { node { id } } } }' },
  getAccessGrant: { about: accessGrant },
  deleteAccessGrant: { about: accessGrant, graphql: 'mutation ($id: ID!) { deleteAccessGrant(id: $id) { id } }' },
  listOrganisationAccessGrants: {
    about: grantedOrganisation,
    graphql: 'query ($id: ID!) { organisationAccessGrants(organisationId: $id) { edges { node { id } } } }',
  },
  createClientToken: {
    about: nothing,
    form: 'grant_type=client_credentials&client_id=rk_test_none&client_secret=none',
  },
  getAuthorizationServer: { about: nothing },
};

/** How operations on accounts, and on who may do what, are called. */
export const ACCESS_CALLS: Record<string, Call> = { ...SIGN_IN, ...PRIVACY, ...STAFF, ...CO_HOSTS, ...PARTNERS };
