/** Some tests need a browser: npm run test:browser. */
const IN_BROWSER = process.env.TESTS_IN_BROWSER === 'yes';

/** Tests run on what ships: the compiled output. `npm test` builds it first. */
export default {
  testEnvironment: 'node',
  transform: {},
  roots: [IN_BROWSER ? '<rootDir>/dist/test/browser' : '<rootDir>/dist'],
  testMatch: ['**/*.spec.js'],
  testPathIgnorePatterns: IN_BROWSER ? [] : ['<rootDir>/dist/test/browser/'],
  globalSetup: '<rootDir>/dist/libs/testing/src/global-setup.js',
  globalTeardown: '<rootDir>/dist/libs/testing/src/global-teardown.js',
  testTimeout: 120_000,
  // One more than the two cores of a small machine: each waits for its databases a fifth of the time.
  maxWorkers: 3,
};
