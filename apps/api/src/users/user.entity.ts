import { defineEntity, p } from '@mikro-orm/core';
import type { StaffRole } from '#auth';
import { newId } from '#clock';

const UserSchema = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: p.uuid().primary(),
    email: p.text().columnType('citext').nullable(),
    passwordHash: p.text().nullable().hidden(),
    firstName: p.text(),
    lastName: p.text(),
    languages: p.array(),
    bio: p.text().nullable(),
    timeZone: p.text().nullable(),
    currency: p.string().nullable(),
    roles: p.array<StaffRole>(),
    accessVersion: p.integer(),
    suspendedAt: p.datetime().nullable(),
    erasedAt: p.datetime().nullable(),
    externalRef: p.text().nullable(),
    version: p.integer().version(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});

/** What a person is called. */
export interface PersonName {
  firstName: string;
  /** may be empty: not everyone has two names */
  lastName: string;
}

/** What a person tells of themselves. */
export interface Profile {
  /** BCP 47 */
  languages: string[];
  bio: string | null;
  /** of the IANA database */
  timeZone: string | null;
  /** ISO 4217 */
  currency: string | null;
}

/** A person's account. One that came with an import has neither e-mail nor password, and nobody signs in to it. */
export class User extends UserSchema.class {
  /** A new account that one can sign in to. @param account without a password where somebody else vouches for its owner */
  static register(account: PersonName & { email: string; passwordHash: string | null }, now: Date): User {
    const user = new User();
    user.id = newId();
    user.email = account.email;
    user.passwordHash = account.passwordHash;
    user.firstName = account.firstName.trim();
    user.lastName = account.lastName.trim();
    user.languages = [];
    user.roles = [];
    user.accessVersion = 0;
    user.createdAt = now;
    user.updatedAt = now;
    return user;
  }

  rename({ firstName, lastName }: PersonName, now: Date): void {
    this.firstName = firstName.trim();
    this.lastName = lastName.trim();
    this.updatedAt = now;
  }

  /** What the person tells of themselves. */
  get profile(): Profile {
    const { languages, bio = null, timeZone = null, currency = null } = this;
    return { languages, bio, timeZone, currency };
  }

  describe({ languages, bio, timeZone, currency }: Profile, now: Date): void {
    this.languages = languages;
    this.bio = bio;
    this.timeZone = timeZone;
    this.currency = currency;
    this.updatedAt = now;
  }
}

UserSchema.setClass(User);
