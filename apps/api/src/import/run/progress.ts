import { SingleBar } from 'cli-progress';

/** Who is told how far an import is: one file after the other. */
export interface ImportProgress {
  begin(file: string, bytes: number): void;
  /** Of the file `bytes` have been read, and `rows` of it. */
  advance(bytes: number, rows: number): void;
  end(rows: number): void;
}

/** Tells nobody. */
export const silentProgress: ImportProgress = {
  begin: () => undefined,
  advance: () => undefined,
  end: () => undefined,
};

/** A bar on a terminal; lines, few of them, where the output goes elsewhere. */
export function progressOn(stream: NodeJS.WriteStream): ImportProgress {
  return stream.isTTY ? new ProgressBar(stream) : new ProgressLines((line) => void stream.write(`${line}\n`));
}

class Rate {
  readonly #since = performance.now();

  text(rows: number): string {
    const seconds = Math.max((performance.now() - this.#since) / 1000, 0.001);
    return Math.round(rows / seconds).toLocaleString('en');
  }
}

class ProgressBar implements ImportProgress {
  #bar: SingleBar | undefined;
  #rate = new Rate();
  #bytes = 0;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  begin(file: string, bytes: number): void {
    this.#rate = new Rate();
    this.#bytes = bytes;
    this.#bar = new SingleBar({
      stream: this.stream,
      format: `${file.padEnd(16)} {bar} {percentage}% | {rows} rows, {rate}/s | {eta_formatted} left`,
      hideCursor: true,
      fps: 5,
    });
    this.#bar.start(bytes, 0, { rows: 0, rate: 0 });
  }

  advance(bytes: number, rows: number): void {
    this.#bar?.update(Math.min(bytes, this.#bytes), { rows: rows.toLocaleString('en'), rate: this.#rate.text(rows) });
  }

  end(rows: number): void {
    this.advance(this.#bytes, rows);
    this.#bar?.stop();
  }
}

const BETWEEN_LINES_MS = 5000;

/** Not more than a line every five seconds, and one at the end of each file. */
class ProgressLines implements ImportProgress {
  #file = '';
  #bytes = 1;
  #rate = new Rate();
  #spoken = 0;

  constructor(private readonly say: (line: string) => void) {}

  begin(file: string, bytes: number): void {
    this.#file = file;
    this.#bytes = Math.max(bytes, 1);
    this.#rate = new Rate();
    this.#spoken = performance.now();
  }

  advance(bytes: number, rows: number): void {
    if (performance.now() - this.#spoken < BETWEEN_LINES_MS) return;
    this.#spoken = performance.now();
    this.say(
      `${this.#file}: ${Math.floor((100 * bytes) / this.#bytes)}%, ${rows.toLocaleString('en')} rows, ${this.#rate.text(rows)}/s`,
    );
  }

  end(rows: number): void {
    this.say(`${this.#file}: done, ${rows.toLocaleString('en')} rows, ${this.#rate.text(rows)}/s`);
  }
}
