import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { newToken } from '#clock';
import { CONFIG, type AppConfig } from '#config';
import { domainError } from '#http';
import { BoundedQueue } from '#jobs';

import { passwordFaults, type PasswordFault, type PasswordOwner } from './password-rules.js';

/** More people sign in at this moment than can be served in time. */
export class Busy extends domainError({ code: 'busy', status: 503, title: 'Too many people are signing in' }) {}

/** How many hashes may wait: at about 50 a second on two cores, the last of them still has its answer within 5 s. */
const PLACES = 256;
const RETRY_AFTER_SECONDS = 5;

/** How a PHC string of Argon2id begins. */
const COST = /^\$argon2id\$v=19\$m=(?<memory>\d+),t=(?<passes>\d+),p=/;

/** Password hashes: Argon2id (RFC 9106), computed off the event loop, a few at a time. */
@Injectable()
export class Passwords implements OnModuleInit {
  readonly #queue: BoundedQueue;
  readonly #cost: { memoryCost: number; timeCost: number; parallelism: number };
  readonly #minLength: number;
  #hashOfNobody = '';

  constructor(@Inject(CONFIG) { auth }: AppConfig) {
    this.#queue = new BoundedQueue(auth.argon2Concurrency, PLACES);
    this.#minLength = auth.passwordMinLength;
    this.#cost = { memoryCost: auth.argon2MemoryKib, timeCost: auth.argon2Passes, parallelism: 1 };
  }

  async onModuleInit(): Promise<void> {
    this.#hashOfNobody = await this.hash(newToken());
  }

  /** What is wrong with a new password: nothing, or what to tell its owner. */
  faults(password: string, owner: PasswordOwner): PasswordFault[] {
    return passwordFaults(password, owner, this.#minLength);
  }

  /**
   * The hash of a new password, in PHC string format.
   * @throws Busy
   */
  async hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(normalised(password), this.#cost));
  }

  /**
   * Whether the password is the one of the hash. Without a hash – there is no such account, or it has no password – it
   * takes the same time, so that nobody learns from it which addresses have an account; and so it does with a hash that was
   * made at a lower cost, which is compared beside one of today's.
   * @throws Busy
   */
  async verify(passwordHash: string | null | undefined, password: string): Promise<boolean> {
    const hashes = this.#comparedWith(passwordHash);
    const text = normalised(password);
    const [matches = false] = await this.#inTurn(() => Promise.all(hashes.map((each) => verify(each, text))));
    return matches && typeof passwordHash === 'string';
  }

  /** The hash itself, if there is one; and one that costs what is configured by now, unless it does so. */
  #comparedWith(passwordHash: string | null | undefined): string[] {
    if (typeof passwordHash !== 'string') return [this.#hashOfNobody];
    return this.isOutdated(passwordHash) ? [passwordHash, this.#hashOfNobody] : [passwordHash];
  }

  /** Whether a hash was made with less than is configured by now. */
  isOutdated(passwordHash: string): boolean {
    const { memory = 0, passes = 0 } = COST.exec(passwordHash)?.groups ?? {};
    return Number(memory) < this.#cost.memoryCost || Number(passes) < this.#cost.timeCost;
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#queue.full) throw new Busy('Try again in a moment.', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    return this.#queue.run(work);
  }
}

/** The same characters typed on another keyboard are the same password (NIST SP 800-63B-4, section 3.1.1.2). */
function normalised(password: string): string {
  return password.normalize('NFKC');
}
