import type { Json } from '#database';

/** Of a secret, or of what says who a person is. The database refuses them too, in whatever they are hidden. */
type NeverKept = `${string}${'assword' | 'oken' | 'ecret' | 'ash' | 'mail' | 'irstName' | 'astName'}${string}`;

/** Fields that have changed, and their values. */
export type Changes = Record<string, Json> & Partial<Record<NeverKept, never>>;

/** How a thing's fields are told of. */
export interface ToldFields<Thing> {
  /** with their values */
  told: readonly (keyof Thing & string)[];
  /** only that they have changed: what a person has written, and where somebody lives, must be forgotten one day */
  withheld: readonly (keyof Thing & string)[];
}

/** What differs between two states of a thing: `after.withheld` names what is not told. Undefined when nothing does. */
export function changesOf<Thing extends object>(
  { told, withheld }: ToldFields<Thing>,
  was: Thing,
  is: Thing,
): { before: Changes; after: Changes } | undefined {
  const differs = (field: keyof Thing): boolean => JSON.stringify(was[field]) !== JSON.stringify(is[field]);
  const changed = told.filter(differs);
  const hidden = withheld.filter(differs);
  if (changed.length + hidden.length === 0) return undefined;
  const valuesIn = (thing: Thing): Changes =>
    Object.fromEntries(changed.map((field) => [field, thing[field] ?? null])) as Changes;
  return { before: valuesIn(was), after: { ...valuesIn(is), ...(hidden.length > 0 && { withheld: hidden }) } };
}
