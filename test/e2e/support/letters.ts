import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { waitFor, type Person, type TestApp } from '#testing';

interface Letter {
  to: string[];
  subject: string;
  text: string;
}

/** Letters that were read before, by their paths: a file of the mailbox never changes. */
const known = new Map<string, Promise<Letter>>();

/** All letters to someone, as they read, in no order. */
export async function readLetters(
  app: TestApp,
  { email }: Pick<Person, 'email'>,
): Promise<{ subject: string; text: string }[]> {
  const folder = join(app.dataDir, 'mailbox');
  const files = await readdir(folder).catch(() => []);
  const names = files.filter((name) => name.endsWith('.eml'));
  const letters = await Promise.all(names.map((name) => letterIn(join(folder, name))));
  return letters.filter(({ to }) => to.includes(email)).map(({ subject, text }) => ({ subject, text }));
}

function letterIn(path: string): Promise<Letter> {
  const letter = known.get(path) ?? parsed(path);
  known.set(path, letter);
  return letter;
}

async function parsed(path: string): Promise<Letter> {
  const { to = [], subject = '', text = '' } = await PostalMime.parse(await readFile(path));
  return { to: to.flatMap(({ address }) => address ?? []), subject, text };
}

/** The subjects of all letters to someone, in no order. */
export async function lettersTo(app: TestApp, reader: Pick<Person, 'email'>): Promise<string[]> {
  return (await readLetters(app, reader)).map(({ subject }) => subject);
}

/** Resolves with all letters to someone, once one of them has such a subject. */
export function letterTo(app: TestApp, reader: Pick<Person, 'email'>, subject: RegExp): Promise<string[]> {
  return waitFor(`a letter to ${reader.email} like ${subject.source}`, async () => {
    const subjects = await lettersTo(app, reader);
    return subjects.some((each) => subject.test(each)) ? subjects : undefined;
  });
}
