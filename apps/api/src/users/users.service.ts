import { Inject, Injectable } from '@nestjs/common';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Audit, changesOf, type ToldFields } from '#audit';
import { Clock } from '#clock';
import { CONFIG, type AppConfig } from '#config';
import type { PublicUserDto, UpdateMeInput, UserDto } from '#contracts/users.dto.js';
import { Database, firstRow } from '#database';
import { isFor, NotFound, PreconditionFailed, type Versions } from '#http';
import type { Tokens } from './sessions/sessions.service.js';
import { User, type Profile } from './user.entity.js';
import { EmailUnverified } from './users.errors.js';
import { accountOf, hasVerifiedEmail, publicUsers } from './users.queries.js';
import { publicUserView, userView } from './users.view.js';

export { EmailUnverified };

/** Someone who has signed in: their account and their tokens. */
export type SignedIn = Omit<Tokens, 'userId'> & { user: UserDto };

/** Of an account's name only the fact is kept. */
const NAMES: ToldFields<Pick<User, 'firstName' | 'lastName'>> = { told: [], withheld: ['firstName', 'lastName'] };

/** Nor what a person tells of themselves. */
const PROFILE: ToldFields<Profile> = { told: [], withheld: ['languages', 'bio', 'timeZone', 'currency'] };

/** People's accounts: who they are, to themselves and to others. */
@Injectable()
export class UsersService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: AppConfig,
    private readonly audit: Audit,
  ) {}

  /** The account of a user, as they see it. */
  async me(userId: string): Promise<UserDto> {
    const account = await this.db.firstRow(accountOf(userId));
    if (!account) throw new NotFound('This account does not exist any more.');
    return userView(account, this.config.app.publicUrl);
  }

  /**
   * Changes an account; what is left out stays.
   * @param versions the version that the owner has seen, or several
   * @throws PreconditionFailed
   */
  async updateMe(userId: string, versions: Versions, input: UpdateMeInput): Promise<UserDto> {
    await this.db.transaction(async (tx) => {
      const user = await tx.findOne(User, { id: userId, erasedAt: null }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!user) throw new NotFound('This account does not exist any more.');
      if (!isFor(versions, user.version)) throw new PreconditionFailed(`The account is at version ${user.version}.`);
      const { firstName, lastName, profile } = user;
      const now = this.clock.now();
      user.rename({ firstName: input.firstName ?? firstName, lastName: input.lastName ?? lastName }, now);
      user.describe(profileOf(profile, input), now);
      const renamed = changesOf(NAMES, { firstName, lastName }, user);
      if (renamed) await this.audit.record(tx, { action: 'user.renamed', subject: userId, ...renamed });
      const changed = changesOf(PROFILE, profile, user.profile);
      if (changed) await this.audit.record(tx, { action: 'user.profile_changed', subject: userId, ...changed });
    });
    return this.me(userId);
  }

  /**
   * Lets those on who have confirmed their e-mail address, and everyone where that is optional. Read in the transaction of
   * what they are about to do: tokens do not say it.
   * @throws EmailUnverified
   */
  async assertEmailVerified(tx: EntityManager, userId: string): Promise<void> {
    if (this.config.auth.emailVerification === 'optional') return;
    if (await firstRow(tx, hasVerifiedEmail(userId))) return;
    throw new EmailUnverified('Follow the link that we have mailed to you, or ask for a new one.');
  }

  /** A user, as others see them. */
  async publicUser(id: string): Promise<PublicUserDto> {
    const user = (await this.byIds([id])).get(id);
    if (!user) throw new NotFound('There is no such user.');
    return user;
  }

  /** Users as others see them, by id: one statement however many. Unknown ids are missing from the map. */
  async byIds(ids: readonly string[]): Promise<Map<string, PublicUserDto>> {
    const users = await this.db.rows(publicUsers(ids));
    return new Map(users.map((user) => [user.id, publicUserView(user, this.config.app.publicUrl)]));
  }

  /**
   * Whether one signs in to an account with its password. Where registering does not say whether an address has an account,
   * signing in with the password that one has just registered with must not either: first the address is confirmed.
   */
  maySignIn({ emailVerified }: { emailVerified: boolean }): boolean {
    return emailVerified || this.config.auth.registrationAnswer === '409';
  }

  /** What someone who has signed in is answered. */
  async signedIn({ userId, ...tokens }: Tokens): Promise<SignedIn> {
    return { user: await this.me(userId), ...tokens };
  }
}

/** A profile with what is to change of it: what is left out stays, null clears. */
function profileOf(was: Profile, { languages, bio, timeZone, currency }: UpdateMeInput): Profile {
  return {
    languages: languages === undefined ? was.languages : (languages ?? []),
    bio: bio === undefined ? was.bio : bio,
    timeZone: timeZone === undefined ? was.timeZone : timeZone,
    currency: currency === undefined ? was.currency : currency,
  };
}
