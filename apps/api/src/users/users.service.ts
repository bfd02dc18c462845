import { Injectable } from '@nestjs/common';
import { LockMode } from '@mikro-orm/core';
import { Clock } from '#clock';
import type { PublicUserDto, UpdateMeInput, UserDto } from '#contracts/users.dto.js';
import { Database } from '#database';
import { isFor, NotFound, PreconditionFailed, type Versions } from '#http';
import type { Tokens } from './sessions/sessions.service.js';
import { User } from './user.entity.js';
import { accountOf, publicUsers } from './users.queries.js';

/** Someone who has signed in: their account and their tokens. */
export type SignedIn = Omit<Tokens, 'userId'> & { user: UserDto };

/** People's accounts: who they are, to themselves and to others. */
@Injectable()
export class UsersService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** The account of a user, as they see it. */
  async me(userId: string): Promise<UserDto> {
    const account = await this.db.firstRow(accountOf(userId));
    if (!account) throw new NotFound('This account does not exist any more.');
    return account;
  }

  /**
   * Changes an account; what is left out stays.
   * @param versions the version that the owner has seen, or several
   * @throws PreconditionFailed
   */
  async updateMe(userId: string, versions: Versions, input: UpdateMeInput): Promise<UserDto> {
    await this.db.transaction(async (tx) => {
      const user = await tx.findOne(User, { id: userId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!user) throw new NotFound('This account does not exist any more.');
      if (!isFor(versions, user.version)) throw new PreconditionFailed(`The account is at version ${user.version}.`);
      const { firstName, lastName } = user;
      user.rename({ firstName: input.firstName ?? firstName, lastName: input.lastName ?? lastName }, this.clock.now());
    });
    return this.me(userId);
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
    return new Map(users.map((user) => [user.id, user]));
  }

  /** What someone who has signed in is answered. */
  async signedIn({ userId, ...tokens }: Tokens): Promise<SignedIn> {
    return { user: await this.me(userId), ...tokens };
  }
}
