/** Life of a token by which support looks at an account, in seconds of wall time. */
export const LOOK_SECONDS = 15 * 60;
