import { randomUUID } from 'node:crypto';
import type { Call } from './call.js';
import { savedSearch, sharedWishList, wishList, wishListProperty } from './guest-things.js';
import { nothing } from './things.js';

const ANY_VERSION = { 'if-match': '*' };

const WISH_LISTS: Record<string, Call> = {
  createWishList: {
    about: nothing,
    body: () => ({ name: `Summer ${randomUUID()}` }),
    graphql: 'mutation ($input: CreateWishListInput!) { createWishList(input: $input) { id } }',
  },
  listWishLists: { about: nothing, graphql: '{ wishLists { edges { node { id } } } }' },
  getWishList: { about: wishList, graphql: 'query ($id: ID!) { wishList(id: $id) { id } }' },
  updateWishList: {
    about: wishList,
    headers: ANY_VERSION,
    body: () => ({ guests: 3 }),
    graphql: `mutation ($id: ID!, $input: UpdateWishListInput!) {
      updateWishList(id: $id, version: 1, input: $input) { id }
    }`,
  },
  deleteWishList: { about: wishList, graphql: 'mutation ($id: ID!) { deleteWishList(id: $id) }' },
  listWishListProperties: {
    about: wishList,
    graphql: 'query ($id: ID!) { wishListProperties(wishListId: $id) { edges { node { propertyId } } } }',
  },
  saveWishListProperty: {
    about: wishListProperty,
    body: () => ({ note: 'With a view' }),
    graphql: `mutation ($id: ID!, $propertyId: ID!, $input: SaveWishListPropertyInput!) {
      saveWishListProperty(wishListId: $id, propertyId: $propertyId, input: $input) { note }
    }`,
  },
  deleteWishListProperty: {
    about: wishListProperty,
    graphql: `mutation ($id: ID!, $propertyId: ID!) {
      deleteWishListProperty(wishListId: $id, propertyId: $propertyId)
    }`,
  },
  shareWishList: { about: wishList, graphql: 'mutation ($id: ID!) { shareWishList(id: $id) { url } }' },
  unshareWishList: { about: sharedWishList, graphql: 'mutation ($id: ID!) { unshareWishList(id: $id) }' },
  getSharedWishList: {
    about: sharedWishList,
    graphql: 'query ($token: String!) { sharedWishList(token: $token) { name } }',
  },
  listSharedWishListProperties: {
    about: sharedWishList,
    graphql: `query ($token: String!) {
      sharedWishListProperties(token: $token) { edges { node { propertyId } } }
    }`,
  },
};

const SAVED_SEARCHES: Record<string, Call> = {
  createSavedSearch: {
    about: nothing,
    body: () => ({ name: 'In the hills', search: { guests: 2 } }),
    graphql: 'mutation ($input: CreateSavedSearchInput!) { createSavedSearch(input: $input) { id } }',
  },
  listSavedSearches: { about: nothing, graphql: '{ savedSearches { edges { node { id } } } }' },
  getSavedSearch: { about: savedSearch, graphql: 'query ($id: ID!) { savedSearch(id: $id) { id search { place } } }' },
  updateSavedSearch: {
    about: savedSearch,
    headers: ANY_VERSION,
    body: () => ({ alerts: 'instant' }),
    graphql: `mutation ($id: ID!, $input: UpdateSavedSearchInput!) {
      updateSavedSearch(id: $id, version: 1, input: $input) { id }
    }`,
  },
  deleteSavedSearch: { about: savedSearch, graphql: 'mutation ($id: ID!) { deleteSavedSearch(id: $id) }' },
  listSavedSearchResults: {
    about: savedSearch,
    graphql: 'query ($id: ID!) { savedSearchResults(savedSearchId: $id) { edges { node { property { id } } } } }',
  },
  endAlerts: { about: nothing, body: () => ({ token: 'AZOgsnw-fRCfVysfPF1-kABl4g0QZmlndXJlcw' }) },
};

/** Operations on what guests keep for themselves, and on where they might go. */
export const GUEST_CALLS: Record<string, Call> = {
  ...WISH_LISTS,
  ...SAVED_SEARCHES,
  findPlaces: { about: nothing, query: 'q=Albany', graphql: '{ places(q: "Albany") { data { id } } }' },
};
