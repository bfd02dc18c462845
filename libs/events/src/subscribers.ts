import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { EventType } from '#contracts/events.js';
import type { EventHandler } from './event.js';
import { ON_EVENT, type Subscription } from './on-event.decorator.js';

/** Who wants to hear of what: every `@OnEvent` method of the application. */
@Injectable()
export class Subscribers implements OnModuleInit {
  readonly #handlers = new Map<string, EventHandler>();
  readonly #namesByType = new Map<EventType, string[]>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    // A provider that others are an alias of is listed once for each.
    const instances = new Set(this.discovery.getProviders().map(({ instance }): unknown => instance));
    for (const instance of instances) {
      if (typeof instance === 'object' && instance !== null) this.#discover(instance as Record<string, unknown>);
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

  #discover(instance: Record<string, unknown>): void {
    const prototype: unknown = Object.getPrototypeOf(instance);
    if (typeof prototype !== 'object' || prototype === null) return;
    for (const method of this.scanner.getAllMethodNames(prototype)) {
      const handler = instance[method];
      if (typeof handler !== 'function') continue;
      const subscription = this.reflector.get<Subscription | undefined>(ON_EVENT, handler);
      if (subscription) this.#register(subscription, handler.bind(instance) as EventHandler);
    }
  }

  #register({ name, types }: Subscription, handler: EventHandler): void {
    if (this.#handlers.has(name)) throw new Error(`two event handlers are called ${name}`);
    this.#handlers.set(name, handler);
    for (const type of types) this.#namesByType.set(type, [...this.namesFor(type), name]);
  }
}
