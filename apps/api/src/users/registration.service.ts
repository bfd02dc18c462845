import { Injectable } from '@nestjs/common';
import { Passwords, type Client } from '#auth';
import { Clock } from '#clock';
import type { RegisterInput } from '#contracts/auth.dto.js';
import { mailboxOf } from '#contracts/validators/emails.js';
import { Database, violates } from '#database';
import { Events } from '#events';
import { InvalidInput, RateLimits } from '#http';
import { SessionsService } from './sessions/sessions.service.js';
import { User } from './user.entity.js';
import { EmailTaken } from './users.errors.js';
import { UsersService, type SignedIn } from './users.service.js';

/** The source first: whoever floods is counted as one, and does not use up the tries of others' addresses. */
const LIMITS = ['register', 'register-email-minute', 'register-email-hour'] as const;

/** Becoming a user. */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly limits: RateLimits,
    private readonly passwords: Passwords,
    private readonly sessions: SessionsService,
    private readonly users: UsersService,
  ) {}

  /**
   * Makes an account, and signs its owner in. What is refused for its shape or its password is not counted as a try.
   * @throws InvalidInput for a password that is too easily guessed, TooManyRequests, EmailTaken, Busy
   */
  async register(input: RegisterInput, client: Client): Promise<SignedIn> {
    const faults = this.passwords.faults(input.password, input);
    if (faults.length > 0) throw new InvalidInput(faults.map((fault) => ({ pointer: '/password', ...fault })));
    const email = mailboxOf(input.email);
    await this.limits.take(LIMITS, { address: client.network, email });
    const passwordHash = await this.passwords.hash(input.password);
    const id = await this.#createAccount(email, input, passwordHash);
    return this.users.signedIn(await this.sessions.open({ id, roles: [], accessVersion: 0 }, client, ['password']));
  }

  async #createAccount(email: string, { firstName, lastName }: RegisterInput, passwordHash: string): Promise<string> {
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
}
