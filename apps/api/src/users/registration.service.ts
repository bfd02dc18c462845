import { Inject, Injectable } from '@nestjs/common';
import { Passwords, type Client } from '#auth';
import { CONFIG, type AppConfig } from '#config';
import type { RegisterInput } from '#contracts/auth.dto.js';
import { mailboxOf } from '#contracts/validators/emails.js';
import { InvalidInput, RateLimits } from '#http';
import { ConsentsService } from './consents/consents.service.js';
import { NewAccounts } from './new-accounts.js';
import { SessionsService } from './sessions/sessions.service.js';
import { UsersService, type SignedIn } from './users.service.js';

/** The source first: whoever floods is counted as one, and does not use up the tries of others' addresses. */
const LIMITS = ['register', 'register-email-minute', 'register-email-hour'] as const;

/** Becoming a user. */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly limits: RateLimits,
    private readonly passwords: Passwords,
    private readonly consents: ConsentsService,
    private readonly accounts: NewAccounts,
    private readonly sessions: SessionsService,
    private readonly users: UsersService,
    @Inject(CONFIG) private readonly config: AppConfig,
  ) {}

  /**
   * Makes an account, and signs its owner in. What is refused for its shape or its password is not counted as a try. Where
   * it must not be told which addresses have an account, all of that comes later, and by mail: nothing is answered.
   * @throws InvalidInput for a password that is too easily guessed, TooManyRequests, ConsentNotCurrent, EmailTaken,
   *   Busy
   */
  async register(input: RegisterInput, client: Client): Promise<SignedIn | undefined> {
    const faults = this.passwords.faults(input.password, input);
    if (faults.length > 0) throw new InvalidInput(faults.map((fault) => ({ pointer: '/password', ...fault })));
    const termsIds = await this.consents.ofRegistration(input.consents ?? []);
    const email = mailboxOf(input.email);
    await this.limits.take(LIMITS, { address: client.network, email });
    const passwordHash = await this.passwords.hash(input.password);
    const account = { email, firstName: input.firstName, lastName: input.lastName, passwordHash, termsIds };
    if (this.config.auth.registrationAnswer === '202') {
      await this.accounts.note(account);
      return undefined;
    }
    const id = await this.accounts.make(account);
    const principal = { id, roles: [], accessVersion: 0 };
    return this.users.signedIn(
      await this.sessions.open(principal, client, { factors: ['password'], signInVersion: 0 }),
    );
  }
}
