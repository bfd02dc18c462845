import type { FieldError } from '../problems/domain-error.js';
import { isNameOfEveryObject, pointerOf, unknownField } from '../validation/unsafe-values.js';

/** What JSON from outside may hold at most. */
export interface JsonLimits {
  /** objects and lists within each other */
  depth: number;
  /** members of objects and items of lists, of all together: each may cost an object of a class, and its validation */
  values: number;
}

/** An object or a list that has been begun, and where we are in it. */
interface Frame {
  /** of an object */
  names?: Set<string>;
  at: string | number;
  expectsName: boolean;
}

/**
 * What valid JSON holds that no program should have to bear: too many levels, too many values, a name that every object
 * has by itself, the same name twice in an object, of which each reader takes the one it likes (RFC 7493, section 2.3).
 * It is read character by character: depth and length cost no more than a look.
 */
export function jsonFaults(text: string, limits: JsonLimits): FieldError[] {
  const reader = new Reader(limits);
  for (let index = 0; index < text.length && !reader.hasEnough; index += 1) {
    const character = text[index];
    if (character === '"') {
      const end = endOfString(text, index);
      if (reader.expectsName) reader.name(nameIn(text.slice(index, end + 1)));
      index = end;
    } else if (character === '{' || character === '[') reader.begin(character === '{');
    else if (character === '}' || character === ']') reader.end();
    else if (character === ',') reader.next();
  }
  return reader.faults;
}

class Reader {
  readonly #open: Frame[] = [];
  #values = 0;
  faults: FieldError[] = [];
  /** something was found that makes all else not worth reading */
  hasEnough = false;

  constructor(private readonly limits: JsonLimits) {}

  get expectsName(): boolean {
    return this.#open.at(-1)?.expectsName ?? false;
  }

  begin(isObject: boolean): void {
    const { depth } = this.limits;
    if (this.#open.length === depth) this.#stop('depth', `is nested more than ${depth} levels deep`, this.#pointer());
    if (!isObject) this.#count();
    this.#open.push(isObject ? { names: new Set(), at: '', expectsName: true } : { at: 0, expectsName: false });
  }

  end(): void {
    this.#open.pop();
  }

  next(): void {
    const here = this.#open.at(-1);
    if (here?.names) here.expectsName = true;
    else if (here) {
      here.at = Number(here.at) + 1;
      this.#count();
    }
  }

  name(name: string): void {
    const here = this.#open.at(-1);
    if (!here?.names) return;
    here.at = name;
    here.expectsName = false;
    this.#count();
    if (this.hasEnough) return;
    if (isNameOfEveryObject(name)) this.faults.push(unknownField(this.#pointer()));
    else if (here.names.has(name))
      this.faults.push({ pointer: this.#pointer(), code: 'duplicate', message: 'is given twice' });
    here.names.add(name);
  }

  #count(): void {
    this.#values += 1;
    const most = this.limits.values;
    if (this.#values > most) this.#stop('values', `holds more than ${most} values`, '');
  }

  #stop(code: string, message: string, pointer: string): void {
    this.faults = [{ pointer, code, message }];
    this.hasEnough = true;
  }

  #pointer(): string {
    return pointerOf(this.#open.map(({ at }) => String(at)));
  }
}

/** Where the string that begins at `start` ends: at the first quote after an even number of backslashes. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}

function nameIn(quoted: string): string {
  return quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
}
