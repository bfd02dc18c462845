import { access, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const FOLDERS = /^(apps|libs|test|docs|data|deploy|migrations|scripts|\.ci|\.github)\//;

describe('the documents', () => {
  it('name only paths that there are', async () => {
    const named = await Promise.all(
      (await documents()).map(async (document) => {
        const text = await readFile(join(ROOT, document), 'utf8');
        return [...pathsIn(text), ...linksIn(text).map((link) => join(dirname(document), link)), ...treeIn(text)];
      }),
    );
    const paths = [...new Set(named.flat())];
    expect(paths).toContain('apps/api/src/import/');
    expect(paths).toContain('apps/api/src/pricing/quote.ts');
    const missing = await Promise.all(paths.map(async (path) => ((await exists(path)) ? [] : [path])));
    expect(missing.flat()).toEqual([]);
  });

  it('name only commands that there are', async () => {
    const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
    const texts = await Promise.all((await documents()).map((document) => readFile(join(ROOT, document), 'utf8')));
    const named = [...texts.join('\n').matchAll(/npm run (?:-\S+ )*([\w:]+)/g)].map(([, name = '']) => name);
    expect(named).toContain('check:audit');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

async function documents(): Promise<string[]> {
  const inDocs = (await readdir(join(ROOT, 'docs'))).filter((name) => name.endsWith('.md'));
  return ['README.md', ...inDocs.map((name) => `docs/${name}`)];
}

/** Paths between backticks; those with a `<placeholder>` name many. */
function pathsIn(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)]
    .map(([, code = '']) => code)
    .filter((code) => FOLDERS.test(code) && /^[\w./-]+$/.test(code));
}

function linksIn(text: string): string[] {
  return [...text.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link);
}

/** The paths of the tree that shows the house: names at the begin of a line, two spaces further in than their folder. */
function treeIn(text: string): string[] {
  const tree = [...text.matchAll(/```\n(.*?)```/gs)]
    .map(([, block = '']) => block)
    .find((block) => /^apps\/$/m.test(block));
  const folders: { depth: number; path: string }[] = [];
  return (tree?.split('\n') ?? []).flatMap((line) => {
    const depth = line.search(/\S/);
    const names = leadingNames(line.trim());
    while (folders.some((folder) => folder.depth >= depth)) folders.pop();
    const paths = names.map((name) => `${folders.at(-1)?.path ?? ''}${name}`);
    const folder = paths.find((path) => path.endsWith('/'));
    if (folder !== undefined) folders.push({ depth, path: folder });
    return paths;
  });
}

/** `money/  dates/   pure values` begins with two names. */
function leadingNames(line: string): string[] {
  const words = line.split(/\s{2,}/);
  const end = words.findIndex((word) => !/^[\w./-]+(\/|\.ts)$/.test(word));
  return words.slice(0, end === -1 ? undefined : end);
}

function exists(path: string): Promise<boolean> {
  return access(join(ROOT, path)).then(
    () => true,
    () => false,
  );
}
