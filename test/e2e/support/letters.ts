import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { waitFor, type Person, type TestApp } from '#testing';

/** All letters to someone, as they read, in no order. */
export async function readLetters(
  app: TestApp,
  { email }: Pick<Person, 'email'>,
): Promise<{ subject: string; text: string }[]> {
  const folder = join(app.dataDir, 'mailbox');
  const files = await readdir(folder).catch(() => []);
  const names = files.filter((name) => name.endsWith('.eml'));
  const letters = await Promise.all(names.map(async (name) => PostalMime.parse(await readFile(join(folder, name)))));
  return letters
    .filter(({ to }) => to?.some(({ address }) => address === email))
    .map(({ subject = '', text = '' }) => ({ subject, text }));
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
