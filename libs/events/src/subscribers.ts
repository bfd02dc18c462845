import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EventType } from '#contracts/events.js';
import { DecoratedMethods } from '#jobs';
import type { EventHandler } from './event.js';
import { ON_EVENT, type Subscription } from './on-event.decorator.js';

/** Who wants to hear of what: every `@OnEvent` method of the application. */
@Injectable()
export class Subscribers implements OnModuleInit {
  readonly #handlers = new Map<string, EventHandler>();
  readonly #namesByType = new Map<EventType, string[]>();

  constructor(private readonly methods: DecoratedMethods) {}

  onModuleInit(): void {
    for (const { options, method } of this.methods.find<Subscription>(ON_EVENT)) {
      this.#register(options, method as EventHandler);
    }
  }

  /** Names of all handlers of this release. */
  names(): string[] {
    return [...this.#handlers.keys()];
  }

  /** Names of the handlers of a type. */
  namesFor(type: EventType): string[] {
    return this.#namesByType.get(type) ?? [];
  }

  /** The handler of that name, one of `names()`. */
  handler(name: string): EventHandler {
    const handler = this.#handlers.get(name);
    if (!handler) throw new Error(`this release has no handler ${name}`);
    return handler;
  }

  #register({ name, types }: Subscription, handler: EventHandler): void {
    if (this.#handlers.has(name)) throw new Error(`two event handlers are called ${name}`);
    this.#handlers.set(name, handler);
    for (const type of types) this.#namesByType.set(type, [...this.namesFor(type), name]);
  }
}
