import type { ErrorKind } from '#http';

/** The list of error codes as a page: what a program can rely on. */
export function errorsPage(kinds: ErrorKind[]): string {
  return [
    '# Errors',
    '',
    'Every refusal is a problem document (RFC 9457) with one of these codes; GraphQL has the same code in `extensions`.',
    'Written by `npm run documents` out of the code.',
    '',
    '| code | status | title |',
    '| --- | --- | --- |',
    ...kinds.map(({ code, status, title }) => `| \`${code}\` | ${status} | ${title} |`),
    '',
  ].join('\n');
}
