import type { RawBuilder } from 'kysely';

/** A row of a list in an export. It has an `id` that no other row of the list has: by it, lists are read in pages. */
export interface ToldRow {
  id: string;
}

/** One list of an export. */
export interface Told {
  /** its file, without `.json` */
  file: string;
  /** what it is, for its reader: a sentence */
  says: string;
  /** the tables whose rows it tells */
  tables: readonly string[];
  /** its rows, as SELECT without ORDER BY: nothing that is another's private data, and no secrets */
  rows: (personId: string) => RawBuilder<ToldRow>;
}

/** Why an account cannot be erased yet: of what kind it is. */
export type OpenMatterType = 'stay' | 'payment' | 'refund' | 'dispute' | 'payout' | 'organisation' | 'staff_role';

/** Something that has to come to its end before an account can be erased. */
export interface OpenMatter {
  type: OpenMatterType;
  /** of the booking, the payment, the refund, the organisation or the account */
  id: string;
  /** a sentence for the person */
  reason: string;
  /** when it will be over by itself; null when somebody has to see to it */
  until: Date | null;
}

/** Whose data is to go. */
export interface ErasedPerson {
  id: string;
  /** as it was; null for an account without */
  email: string | null;
  /** the same, once they have shown that it is theirs: by another, what was sent to the address is not theirs */
  confirmedEmail: string | null;
  /** the application's time */
  now: Date;
}

/** What stays after an erasure. */
export interface KeptData {
  what: string;
  /** the reason, as a sentence for the person */
  why: string;
}

/** What a room holds of people, and what it does when they ask for it, or ask that it goes. */
export interface PersonalDataHolder {
  /** what it is about, as one word: `bookings` */
  about: string;
  tells?: readonly Told[];
  /** tables that hold something of people and are not in an export, each with the reason */
  untold?: Readonly<Record<string, string>>;
  /** what is erased, as a phrase for the person; nothing when all stays */
  erased?: string;
  kept?: readonly KeptData[];
  /** what keeps the account from being erased now */
  keepsOpen?: (personId: string) => RawBuilder<OpenMatter>;
  /** what has to be locked before the account is, in the order in which others lock it */
  locks?: (personId: string) => readonly RawBuilder<unknown>[];
  /** its statements look for the person in what others erase: they are run before those of the others */
  erasesFirst?: boolean;
  /** statements that are run one after the other, in the transaction of the erasure */
  erases?: (person: ErasedPerson) => readonly RawBuilder<unknown>[];
  /** files in the storage that are the person's: they are part of an export, and are removed after an erasure */
  files?: (personId: string) => RawBuilder<{ name: string }>;
}
