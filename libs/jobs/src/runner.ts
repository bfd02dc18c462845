/** Something that runs the sweeps from time to time, and can be asked to hurry. */
export abstract class JobRunner {
  /** Begins to look for what is due. */
  abstract start(): Promise<void>;
  /** Looks for what the named sweep has to do, now. Never fails: what is not done now is done at the next look. */
  abstract nudge(sweep: string): void;
  /** Resolves when what this process was doing at this moment is done. */
  abstract settled(): Promise<void>;
  /** Finishes what is under way, and takes nothing more. */
  abstract stop(): Promise<void>;
}
