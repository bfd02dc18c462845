/** Name of the variable by which Jest's workers learn of the run's PostgreSQL. */
export const SERVER_URL = 'ROOST_TEST_SERVER_URL';

/** Name of the database that every test's own one is copied from. */
export const TEMPLATE = 'roost_template';

export type Teardown = () => Promise<void>;
