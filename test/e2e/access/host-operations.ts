/** All that can be granted. */
export const PERMISSIONS = ['listing', 'calendar', 'bookings', 'messages'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** What the operations are done to. */
export interface About {
  property: string;
  block: string;
  requested: string;
  confirmed: string;
}

/** An operation of the host's, over both doors; what it takes, and how it is refused to co-hosts without that. */
export interface Operation {
  name: string;
  takes: Permission | 'own';
  /** 403 for what co-hosts see, 404 for what they do not */
  refused: 403 | 404;
  rest: (about: About) => [method: string, path: string, body?: object, headers?: Record<string, string>];
  graphql: string;
  variables?: (about: About) => object;
}

export const IF_ANY = { 'if-match': '*' };
let nights = 0;
/** Nights that nobody has asked for yet. */
export const freshNights = (): { from: string; to: string } => {
  nights += 1;
  const day = new Date(Date.UTC(2027, 5, 1 + 2 * nights)).toISOString().slice(0, 10);
  const next = new Date(Date.UTC(2027, 5, 2 + 2 * nights)).toISOString().slice(0, 10);
  return { from: day, to: next };
};

/** What can be done again and again. */
export const OPERATIONS: Operation[] = [
  {
    name: 'change the property',
    takes: 'listing',
    refused: 403,
    rest: ({ property }) => ['PATCH', `/v1/properties/${property}`, { title: 'Another title' }, IF_ANY],
    graphql:
      'mutation ($property: ID!, $v: Int!) { updateProperty(id: $property, version: $v, input: { title: "Another title" }) { id } }',
  },
  {
    name: 'read the seasons',
    takes: 'listing',
    refused: 403,
    rest: ({ property }) => ['GET', `/v1/properties/${property}/seasons`],
    graphql: 'query ($property: ID!) { seasons(propertyId: $property) { version } }',
  },
  {
    name: 'change the seasons',
    takes: 'listing',
    refused: 403,
    rest: ({ property }) => ['PUT', `/v1/properties/${property}/seasons`, { seasons: [] }, IF_ANY],
    graphql:
      'mutation ($property: ID!, $v: Int!) { updateSeasons(propertyId: $property, version: $v, input: { seasons: [] }) { version } }',
  },
  {
    name: 'publish the property',
    takes: 'own',
    refused: 403,
    rest: ({ property }) => ['POST', `/v1/properties/${property}/publish`],
    graphql: 'mutation ($property: ID!) { publishProperty(id: $property) { id } }',
  },
  {
    name: 'pause the property',
    takes: 'own',
    refused: 403,
    rest: ({ property }) => ['POST', `/v1/properties/${property}/pause`],
    graphql: 'mutation ($property: ID!) { pauseProperty(id: $property) { id } }',
  },
  {
    name: 'archive the property',
    takes: 'own',
    refused: 403,
    rest: ({ property }) => ['DELETE', `/v1/properties/${property}`, undefined, IF_ANY],
    graphql: 'mutation ($property: ID!, $v: Int!) { archiveProperty(id: $property, version: $v) { id } }',
  },
  {
    name: 'take nights off the calendar',
    takes: 'calendar',
    refused: 403,
    rest: ({ property }) => ['POST', `/v1/properties/${property}/blocks`, freshNights()],
    graphql:
      'mutation ($property: ID!, $nights: CreateBlockInput!) { createBlock(propertyId: $property, input: $nights) { id } }',
  },
  {
    name: 'set days of the calendar',
    takes: 'calendar',
    refused: 403,
    rest: ({ property }) => [
      'PUT',
      `/v1/properties/${property}/calendar`,
      { days: [{ ...freshNights(), minNights: 1 }] },
    ],
    graphql:
      'mutation ($property: ID!) { setCalendarDays(propertyId: $property, input: { days: [{ from: "2027-05-01", to: "2027-05-02", minNights: 1 }] }) { propertyId } }',
  },
  {
    name: 'list the blocks',
    takes: 'calendar',
    refused: 403,
    rest: ({ property }) => ['GET', `/v1/properties/${property}/blocks`],
    graphql: 'query ($property: ID!) { blocks(propertyId: $property) { totalCount { value } nodes { id } } }',
  },
  {
    name: 'read a block',
    takes: 'calendar',
    refused: 403,
    rest: ({ property, block }) => ['GET', `/v1/properties/${property}/blocks/${block}`],
    graphql: 'query ($property: ID!) { blocks(propertyId: $property, first: 1) { nodes { note } } }',
  },
  {
    name: 'read a booking',
    takes: 'bookings',
    refused: 404,
    rest: ({ confirmed }) => ['GET', `/v1/bookings/${confirmed}`],
    graphql: 'query ($confirmed: ID!) { booking(id: $confirmed) { id } }',
  },
  {
    name: 'preview a cancellation',
    takes: 'bookings',
    refused: 404,
    rest: ({ confirmed }) => ['GET', `/v1/bookings/${confirmed}/cancellation`],
    graphql: 'query ($confirmed: ID!) { bookingCancellation(id: $confirmed) { bookingId } }',
  },
];

/** What moves a booking on: that can be done once. */
export const ONCE: Operation[] = (['accept', 'decline', 'cancel'] as const).map((verb) => ({
  name: `${verb} a booking`,
  takes: 'bookings',
  refused: 404,
  rest: (about) => ['POST', `/v1/bookings/${verb === 'cancel' ? about.confirmed : about.requested}/${verb}`],
  graphql: `mutation ($id: ID!) { ${verb}Booking(id: $id) { id } }`,
  variables: (about) => ({ id: verb === 'cancel' ? about.confirmed : about.requested }),
}));
