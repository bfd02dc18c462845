/** How something that runs is stopped. */
export interface Stoppable {
  name: string;
  stop: () => Promise<void>;
  /** Time after which it is given up on. */
  patienceMs: number;
  /** A second Ctrl-C no longer waits for it: it ends with this process anyway. */
  abandonable?: boolean;
  /** Resolves when it has ended, asked to or not. Nothing goes on without it: the process ends with code 1. */
  ended?: Promise<void>;
}

/** A terminal's Ctrl-C reaches us directly and again through npm: signals so close together are one press. */
const SAME_PRESS_MS = 700;
const START_PATIENCE_MS = 8000;

/**
 * Stops what was started, the last first: on SIGINT, SIGTERM, SIGHUP, when the process that started us is gone, or when
 * told to. A second Ctrl-C no longer waits for requests under way, a third for nothing at all.
 */
export class Shutdown {
  private readonly running: Stoppable[] = [];
  private readonly hurry = new AbortController();
  private askedAt: number | undefined;
  private starting: Promise<unknown> = Promise.resolve();
  private exitCode = 0;

  constructor(private readonly complain: (line: string) => void) {}

  /** True from the first signal, or the end of a part, on: a failure to start something means nothing any more. */
  get requested(): boolean {
    return this.askedAt !== undefined;
  }

  /** Remembers how to stop what was started. */
  add(stoppable: Stoppable): void {
    this.running.push(stoppable);
    void stoppable.ended?.then(() => this.lost(stoppable));
  }

  /**
   * Ends the process on signals, from now on; resolves when what is being started runs.
   * @throws what `starting` failed with, after having stopped what had been started
   */
  async attend<T>(starting: Promise<T>): Promise<T> {
    // It is waited for before the end, because it may still add something.
    this.starting = starting;
    this.onSignals();
    try {
      return await starting;
    } catch (error) {
      // What was being started lost its ground because we are ending, which is under way.
      if (this.requested) return new Promise(() => undefined);
      await this.stopAll();
      throw error;
    }
  }

  private onSignals(): void {
    const onSignal = () => void this.signalled();
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', onSignal);
    process.once('disconnect', onSignal);
    // Listening for the end of the channel must not keep the process alive.
    process.channel?.unref();
  }

  /** Stops everything that runs, the last first. */
  private async stopAll(): Promise<void> {
    for (let next = this.running.pop(); next; next = this.running.pop()) {
      await this.stopOne(next);
    }
  }

  private async signalled(): Promise<void> {
    if (this.askedAt === undefined) {
      await this.end();
    } else {
      this.askedAgain(this.askedAt);
    }
  }

  private lost(part: Stoppable): void {
    // What is being stopped is no longer among what runs.
    if (this.requested || !this.running.includes(part)) return;
    this.complain(`${part.name} has ended by itself, so this ends too.`);
    this.exitCode = 1;
    void this.end();
  }

  private async end(): Promise<void> {
    this.askedAt = Date.now();
    await this.stopAll();
    const settled = this.starting.then(nothing, nothing);
    await this.stopOne({ name: 'The start', stop: () => settled, patienceMs: START_PATIENCE_MS, abandonable: true });
    await this.stopAll();
    process.exit(this.hurry.signal.aborted ? 130 : this.exitCode);
  }

  private askedAgain(before: number): void {
    if (Date.now() - before < SAME_PRESS_MS) {
      return;
    }
    this.askedAt = Date.now();
    if (this.hurry.signal.aborted) {
      process.exit(130);
    }
    this.complain('Not waiting for what is under way.');
    this.hurry.abort();
  }

  private async stopOne({ name, stop, patienceMs, abandonable }: Stoppable): Promise<void> {
    const given = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => {
      this.complain(`${name} did not stop in ${patienceMs / 1000} s`);
      given.resolve(undefined);
    }, patienceMs);
    if (abandonable) {
      if (this.hurry.signal.aborted) {
        given.resolve(undefined);
      }
      this.hurry.signal.addEventListener('abort', () => given.resolve(undefined), { once: true });
    }
    try {
      await Promise.race([stop(), given.promise]);
    } catch (error) {
      this.complain(`${name} did not stop cleanly: ${String(error)}`);
    } finally {
      clearTimeout(timer);
    }
  }
}

function nothing(): void {
  // Whether the start came to its end does not matter: only that it did.
}
