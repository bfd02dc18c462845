/** Languages in which countries are known by name. */
const LANGUAGES = ['en', 'de', 'es', 'fr', 'it', 'nl', 'pl', 'pt', 'sv', 'tr', 'ja', 'zh', 'ar', 'ru'];
const LETTERS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const SHORT_COUNTRY_NAMES: Record<string, string> = { usa: 'us', uk: 'gb', 'great britain': 'gb', holland: 'nl' };

/** A name for the lookups here; what is compared with the database is folded there, by `fold_place`. */
export function foldedName(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[\s'’.-]+/g, ' ')
    .trim();
}

let countries: Map<string, string[]> | undefined;

/** Codes, in small letters, of the countries of that name. @param name folded */
export function countriesCalled(name: string): string[] {
  countries ??= countriesByName();
  const short = SHORT_COUNTRY_NAMES[name];
  return [...(countries.get(name) ?? []), ...(short === undefined ? [] : [short])];
}

function countriesByName(): Map<string, string[]> {
  const byName = new Map<string, string[]>();
  const pairs = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
  // Codes that were given up, such as DD, are now others' names.
  const codes = pairs.filter((code) => new Intl.Locale(`und-${code}`).region === code);
  for (const language of LANGUAGES) {
    const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
    for (const code of codes) {
      const name = foldedName(names.of(code) ?? '');
      const known = byName.get(name) ?? [];
      if (name !== '' && !known.includes(code.toLowerCase())) byName.set(name, [...known, code.toLowerCase()]);
    }
  }
  return byName;
}
