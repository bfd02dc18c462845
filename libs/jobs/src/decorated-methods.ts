import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';

/** A method of a provider, with what its decorator says of it. */
export interface DecoratedMethod<Options> {
  options: Options;
  /** bound to its provider */
  method: (...values: never[]) => unknown;
}

/** Finds the methods of all providers that carry a decorator: rooms say what they do, nobody lists them. */
@Injectable()
export class DecoratedMethods {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  /** Every method with metadata under `key`. */
  find<Options>(key: string): DecoratedMethod<Options>[] {
    // A provider that others are an alias of is listed once for each.
    const instances = new Set(this.discovery.getProviders().map(({ instance }): unknown => instance));
    return [...instances].flatMap((instance) =>
      typeof instance === 'object' && instance !== null
        ? this.#of<Options>(instance as Record<string, unknown>, key)
        : [],
    );
  }

  #of<Options>(instance: Record<string, unknown>, key: string): DecoratedMethod<Options>[] {
    const prototype: unknown = Object.getPrototypeOf(instance);
    if (typeof prototype !== 'object' || prototype === null) return [];
    return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
      const method = instance[name];
      if (typeof method !== 'function') return [];
      const options = this.reflector.get<Options | undefined>(key, method);
      return options === undefined
        ? []
        : [{ options, method: method.bind(instance) as DecoratedMethod<Options>['method'] }];
    });
  }
}
