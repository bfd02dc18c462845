/** Which way things flow; see docs/architecture.md. */
const rooms = {
  users: [],
  staff: ['users'],
  properties: ['users'],
  calendar: ['users', 'properties'],
  pricing: ['users', 'properties', 'calendar'],
  gazetteer: [],
  search: ['users', 'properties', 'calendar', 'pricing', 'gazetteer'],
  'wish-lists': ['pricing'],
  'saved-searches': ['search'],
  payments: [],
  bookings: ['users', 'properties', 'calendar', 'pricing', 'payments'],
  reviews: ['users', 'properties', 'bookings'],
  partners: ['users', 'properties'],
  privacy: [],
  notifications: [],
  operations: [],
  audit: [],
  sandbox: [],
};

/** The parts of what has grown large, each with those that it may use, '.' being the files that lie beside them. */
const parts = {
  'apps/api/src/users': {
    profiles: ['.'],
    sessions: ['.'],
    brake: ['.'],
    codes: ['sessions', '.'],
    consents: ['.'],
    'second-factor': ['sessions', '.'],
    passkeys: ['second-factor', 'sessions', '.'],
    'sign-in': ['passkeys', 'second-factor', 'brake', 'sessions', '.'],
    account: ['sign-in', 'codes', 'brake', 'sessions', '.'],
    identities: ['consents', 'sign-in', 'passkeys', 'second-factor', 'sessions', '.'],
  },
  'apps/api/src/properties': {
    'co-hosts': ['.'],
    seasons: ['.'],
  },
  'apps/api/src/partners': {
    organisations: ['.'],
    keys: ['organisations', '.'],
    tokens: ['keys', '.'],
    grants: ['organisations', '.'],
  },
  'apps/api/src/privacy': {
    exports: ['.'],
    erasure: ['.'],
  },
  'apps/api/src/payments': {
    ledger: [],
    stripe: ['.'],
    settling: ['stripe', 'ledger', '.'],
    'stripe-events': ['settling', 'stripe', '.'],
  },
  'apps/api/src/import': {
    reading: [],
    run: ['reading'],
    calendar: ['reading', 'run'],
    properties: ['reading', 'run', 'calendar'],
    reviews: ['reading', 'run'],
  },
  'apps/stripe-sandbox/src': {
    objects: [],
    store: ['objects'],
    call: ['store', 'objects'],
    webhooks: ['call', 'store', 'objects'],
    cards: ['call', 'store', 'objects'],
    charges: ['cards', 'webhooks', 'call', 'store', 'objects'],
    payments: ['charges', 'cards', 'webhooks', 'call', 'store', 'objects'],
    http: ['payments', 'charges', 'cards', 'webhooks', 'call', 'store', 'objects'],
  },
};

const inPart = (part) => (part === '.' ? '[^/]+$' : `${part}/`);

const partArrows = Object.entries(parts).flatMap(([house, floors]) =>
  Object.entries(floors).map(([part, below]) => ({
    name: `${house}/${part}-looks-down-only`,
    severity: 'error',
    from: { path: `^${house}/${part}/`, pathNot: '\\.spec\\.ts$' },
    to: { path: `^${house}/`, pathNot: `^${house}/(${[part, ...below].map(inPart).join('|')})` },
  })),
);

/** A room's public face. Its tests may look inside. */
const face = (name) => `^apps/api/src/${name}/[^/]+\\.(module|service|rules)\\.ts$`;

const arrows = Object.entries(rooms).flatMap(([room, below]) => [
  {
    name: `${room}-looks-down-only`,
    comment: `${room} may use ${below.join(', ') || 'no other room'}`,
    severity: 'error',
    from: { path: `^apps/api/src/${room}/` },
    to: { path: '^apps/api/src/([^/]+)/', pathNot: `^apps/api/src/(${[room, ...below].join('|')})/` },
  },
  {
    name: `${room}-is-entered-by-its-door`,
    comment: 'only a room’s module, service and pure rules are public',
    severity: 'error',
    from: { path: '^apps/api/src/[^/]+/', pathNot: [`^apps/api/src/${room}/`, '\\.spec\\.ts$'] },
    to: { path: `^apps/api/src/${room}/`, pathNot: face(room) },
  },
]);

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'libs-know-no-apps', severity: 'error', from: { path: '^libs/' }, to: { path: '^apps/' } },
    {
      name: 'sandbox-stands-alone',
      severity: 'error',
      from: { path: '^apps/stripe-sandbox/' },
      to: { path: '^(apps/api|libs)/' },
    },
    {
      name: 'apps-know-no-sandbox',
      severity: 'error',
      from: { path: '^apps/api/' },
      to: { path: '^apps/stripe-sandbox/' },
    },
    {
      name: 'libs-are-entered-by-their-index',
      severity: 'error',
      from: { path: '^(apps|test)/' },
      to: { path: '^libs/(?!contracts/)[^/]+/src/(?!index\\.ts)' },
    },
    {
      name: 'libs-enter-each-other-by-their-index',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/(?!contracts/)[^/]+/src/(?!index\\.ts)', pathNot: '^libs/$1/' },
    },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, pathNot: ['\\.d\\.ts$', '\\.spec\\.ts$'] }, to: {} },
    {
      name: 'only-tests-use-testing',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: ['^libs/testing/', '\\.spec\\.ts$'] },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'documents-look-down-only',
      comment: 'the server describes itself by them; what starts it is beside it',
      severity: 'error',
      from: { path: '^apps/api/src/documents/' },
      to: { path: '^apps/api/src/', pathNot: '^apps/api/src/documents/' },
    },
    ...arrows,
    ...partArrows,
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules)/' },
    webpackConfig: { fileName: '.dependency-cruiser.resolve.cjs' },
  },
};
