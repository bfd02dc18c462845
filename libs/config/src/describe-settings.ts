import type { z } from 'zod';
import { allNotes } from './load-config.js';

/** One setting as a document shows it. */
export interface SettingDescription {
  name: string;
  group: string;
  about: string;
  /** What holds when nothing is set, as Markdown. */
  usual: string;
  example: string;
  requiredInProduction: boolean;
}

/** Every setting in the order of the schema. */
export function describeSettings(): SettingDescription[] {
  return allNotes().map(({ notes, group, field }) => ({
    name: notes.name,
    group,
    about: notes.about,
    usual: notes.otherwise ?? `\`${plain(valueWithoutAny(field))}\``,
    example: notes.example,
    requiredInProduction: notes.requiredInProduction,
  }));
}

/** docs/configuration.md as it has to be. */
export function settingsTable(): string {
  const rows = describeSettings();
  const groups = [...new Set(rows.map((row) => row.group))];
  const tables = groups.map((group) => {
    const lines = rows
      .filter((row) => row.group === group)
      .map(
        (row) =>
          `| \`${row.name}\` | ${row.about} | ${row.usual} | ${row.requiredInProduction ? 'required' : ''} | \`${row.example}\` |`,
      );
    return [
      `## ${group}`,
      '',
      '| setting | what it is for | when not set | in production | example |',
      '| --- | --- | --- | --- | --- |',
      ...lines,
    ].join('\n');
  });
  return [
    '# Configuration',
    '',
    'Environment variables, all optional on a laptop. They are read once and checked together at start: every wrong one is',
    'named. An empty value counts as not set. This page is generated from the schema in `libs/config`.',
    '',
    tables.join('\n\n'),
    '',
  ].join('\n');
}

function valueWithoutAny(field: z.ZodType): unknown {
  return field.parse(undefined);
}

function plain(value: unknown): string {
  if (typeof value === 'boolean') {
    return value ? 'on' : 'off';
  }
  return Array.isArray(value) ? 'none' : String(value);
}
