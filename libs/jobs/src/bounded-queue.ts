/** Runs at most `limit` pieces of work at a time, and lets at most `places` wait. */
export class BoundedQueue {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(
    private readonly limit: number,
    private readonly places: number,
  ) {}

  /** Whether the next piece of work would find no place. */
  get full(): boolean {
    return this.#running >= this.limit && this.#waiting.length >= this.places;
  }

  /**
   * The result of `work`, when its turn has come.
   * @throws RangeError when the queue is full: ask `full` first
   */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.full) throw new RangeError('the queue is full');
    if (this.#running < this.limit) this.#running += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      this.#passOn();
    }
  }

  /** The turn goes straight to the next in line, so that no newcomer gets in between. */
  #passOn(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running -= 1;
  }
}
