import { Injectable, type Provider } from '@nestjs/common';
import type { PersonalDataHolder, Told } from './holder.js';

/** Everything that is held of people: what each room has said of its tables. */
@Injectable()
export class PersonalData {
  readonly #holders = new Map<string, PersonalDataHolder>();

  /** Adds one. @throws Error when another is about the same, or has a file of that name */
  add(holder: PersonalDataHolder): void {
    if (this.#holders.has(holder.about)) throw new Error(`two hold personal data about ${holder.about}`);
    const files = new Set(this.told().map(({ file }) => file));
    for (const { file } of holder.tells ?? []) {
      if (files.has(file)) throw new Error(`two tell of personal data in ${file}.json`);
    }
    this.#holders.set(holder.about, holder);
  }

  /** Who holds something, in the order of what it is about: it does not depend on how the application is put together. */
  holders(): PersonalDataHolder[] {
    return [...this.#holders.values()].sort((a, b) => (a.about < b.about ? -1 : 1));
  }

  /** Every list of an export. */
  told(): Told[] {
    return this.holders().flatMap(({ tells = [] }) => tells);
  }

  /** What is held and not told, each with the reason, by table. */
  untold(): Map<string, string> {
    return new Map(this.holders().flatMap(({ untold = {} }) => Object.entries(untold)));
  }
}

/**
 * A room says with this provider what its tables hold of people. A table that nobody has declared fails
 * `test/plans/personal-data.spec.ts`.
 */
export function holdsPersonalData(holder: PersonalDataHolder): Provider {
  return {
    provide: Symbol(`personal data about ${holder.about}`),
    useFactory: (data: PersonalData) => {
      data.add(holder);
      return holder;
    },
    inject: [PersonalData],
  };
}
