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
    roles: p.array<StaffRole>(),
    accessVersion: p.integer(),
    suspendedAt: p.datetime().nullable(),
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
}

UserSchema.setClass(User);
