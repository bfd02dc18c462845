import { createHash } from 'node:crypto';
import { PreconditionFailed, PreconditionRequired } from '../problems/common-errors.js';

/** The versions that a change is meant for. */
export type Versions = readonly number[] | 'any';

/** Before the point the version, behind it what is told of it: ratings change, and not everyone is told the same. */
const OWN_TAG = /^(\d{1,9})(?:\.[\w-]+)?$/;
const TAG = /(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/g;
const TAGS = /^\s*(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*\s*$/;
const HASH_LENGTH = 12;

/**
 * The versions in an If-Match header: those of the tags that are ours, or any for `*`. Tags are compared strongly (RFC 9110,
 * section 13.1.1): a weak one, `W/"…"`, is none of ours, as what it stands for need not be what was read, byte by byte.
 * @throws PreconditionRequired without the header, PreconditionFailed when none of its tags was ever ours
 */
export function versionsOf(header: string | undefined): Versions {
  if (header === undefined) throw new PreconditionRequired('Send If-Match with the ETag of the version you change.');
  if (header.trim() === '*') return 'any';
  const strong = tagsIn(header).filter(({ weak }) => !weak);
  const versions = strong.flatMap(({ tag }) => OWN_TAG.exec(tag)?.[1] ?? []);
  if (versions.length === 0) throw new PreconditionFailed('If-Match is not an ETag of this resource.');
  return versions.map(Number);
}

/** Whether a change is meant for this version. */
export function isFor(versions: Versions, version: number): boolean {
  return versions === 'any' || versions.includes(version);
}

/** The tag of an answer as it is sent; of something without a version, that of what is told of it. */
export function tagOf(answer: unknown, version?: number): string {
  const hash = createHash('sha256').update(JSON.stringify(answer)).digest('base64url').slice(0, HASH_LENGTH);
  return version === undefined ? `"${hash}"` : `"${version}.${hash}"`;
}

/** Whether an If-None-Match header names the tag (RFC 9110, section 13.1.2): weak and strong are alike there. */
export function isNamedIn(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || tagsIn(header).some((each) => `"${each.tag}"` === tag);
}

function tagsIn(header: string): { tag: string; weak: boolean }[] {
  if (!TAGS.test(header)) return [];
  return [...header.matchAll(TAG)].map(([, weak, tag = '']) => ({ tag, weak: weak !== undefined }));
}
