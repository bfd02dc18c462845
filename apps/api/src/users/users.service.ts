import { Injectable } from '@nestjs/common';
import { LockMode } from '@mikro-orm/core';
import { passwordFaults, Passwords, type Principal } from '#auth';
import { Clock } from '#clock';
import type { LoginInput, RegisterInput } from '#contracts/auth.dto.js';
import type { PublicUserDto, UpdateMeInput, UserDto } from '#contracts/users.dto.js';
import { Database, violates } from '#database';
import { Events } from '#events';
import { InvalidInput, NotFound, PreconditionFailed } from '#http';
import { SessionsService, type Tokens } from './sessions.service.js';
import { User } from './user.entity.js';
import { EmailTaken, InvalidCredentials } from './users.errors.js';
import { accountOf, credentialsOf, publicUsers } from './users.queries.js';

/** Someone who has signed in: their account and their tokens. */
type SignedIn = Omit<Tokens, 'userId'> & { user: UserDto };

/** People's accounts: who they are, and how they sign in. */
@Injectable()
export class UsersService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly passwords: Passwords,
    private readonly sessions: SessionsService,
  ) {}

  /**
   * Makes an account, and signs its owner in.
   * @throws InvalidInput for a password that is too easily guessed, EmailTaken, Busy
   */
  async register(input: RegisterInput): Promise<SignedIn> {
    const faults = passwordFaults(input.password, input);
    if (faults.length > 0) throw new InvalidInput(faults.map((fault) => ({ pointer: '/password', ...fault })));
    const passwordHash = await this.passwords.hash(input.password);
    const userId = await this.#createAccount(input, passwordHash);
    return this.#signedIn(await this.sessions.open(userId, []));
  }

  /**
   * Signs in by password. An address without an account answers alike, in text and in time.
   * @throws InvalidCredentials, Busy
   */
  async login({ email, password }: LoginInput): Promise<SignedIn> {
    const account = await this.db.firstRow(credentialsOf(email));
    const matches = await this.passwords.verify(account?.passwordHash, password);
    if (!account || !matches) throw new InvalidCredentials('Check both, and try again.');
    return this.#signedIn(await this.sessions.open(account.id, account.roles));
  }

  /**
   * New tokens for a refresh token.
   * @throws InvalidRefreshToken
   */
  async refresh(refreshToken: string): Promise<SignedIn> {
    return this.#signedIn(await this.sessions.refresh(refreshToken));
  }

  /** Ends the session that the request comes from. */
  async logout({ sessionId }: Principal): Promise<void> {
    await this.sessions.end(sessionId);
  }

  /** The account of a user, as they see it. */
  async me(userId: string): Promise<UserDto> {
    const account = await this.db.firstRow(accountOf(userId));
    if (!account) throw new NotFound('This account does not exist any more.');
    return account;
  }

  /**
   * Changes an account; what is left out stays.
   * @param version the version that the owner has seen
   * @throws PreconditionFailed
   */
  async updateMe(userId: string, version: number, input: UpdateMeInput): Promise<UserDto> {
    await this.db.transaction(async (tx) => {
      const user = await tx.findOne(User, { id: userId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!user) throw new NotFound('This account does not exist any more.');
      if (user.version !== version) throw new PreconditionFailed(`The account is at version ${user.version}.`);
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

  async #createAccount({ email, firstName, lastName }: RegisterInput, passwordHash: string): Promise<string> {
    try {
      return await this.db.transaction(async (tx) => {
        const user = User.register({ email, firstName, lastName, passwordHash }, this.clock.now());
        tx.persist(user);
        await this.events.publish(tx, 'user.registered', user.id, { userId: user.id });
        return user.id;
      });
    } catch (error) {
      if (violates(error, 'users_email_key')) throw new EmailTaken('Sign in, or use another address.');
      throw error;
    }
  }

  async #signedIn({ userId, ...tokens }: Tokens): Promise<SignedIn> {
    return { user: await this.me(userId), ...tokens };
  }
}
