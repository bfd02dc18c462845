import { Injectable } from '@nestjs/common';

/** Whether this process has been told to stop: then it is no longer ready, but still answers. */
@Injectable()
export class Drain {
  #begun = false;

  get begun(): boolean {
    return this.#begun;
  }

  begin(): void {
    this.#begun = true;
  }
}
