import { invalidRequest } from './errors.js';
import type { Store } from '../store/store.js';

type Fields = { readonly [name: string]: unknown };

const MAX_DEPTH = 4;

/**
 * Puts whole objects in the place of ids, as `expand[]` asks: `latest_charge`, `latest_charge.balance_transaction`,
 * `data.latest_charge` in a list.
 * @throws StripeError 400 for a path that leads to nothing that can be expanded
 */
export function expand(store: Store, answer: object, paths: readonly string[]): object {
  return paths.reduce((whole, path) => {
    const steps = path.split('.');
    if (steps.length > MAX_DEPTH) {
      throw invalidRequest('You cannot expand more than 4 levels of a property.', 'expand');
    }
    return expandPath(store, whole, steps, path);
  }, answer);
}

function expandPath(store: Store, object: object, steps: readonly string[], path: string): object {
  const [step, ...rest] = steps;
  if (step === undefined) return object;
  const value = (object as Fields)[step];
  if (value === undefined) throw cannotExpand(path);
  return { ...object, [step]: expandValue(store, value, rest, path) };
}

function expandValue(store: Store, value: unknown, rest: readonly string[], path: string): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) return value.map((item) => expandValue(store, item, rest, path));
  if (typeof value === 'object') return expandPath(store, value, rest, path);
  const found = typeof value === 'string' ? find(store, value) : undefined;
  if (found === undefined) throw cannotExpand(path);
  return expandPath(store, found, rest, path);
}

function find(store: Store, id: string): object | undefined {
  switch (id.slice(0, id.indexOf('_'))) {
    case 'pi':
      return store.paymentIntents.get(id);
    case 'pm':
      return store.paymentMethods.get(id);
    case 'ch':
      return store.charges.get(id);
    case 're':
      return store.refunds.get(id);
    case 'txn':
      return store.balanceTransactions.get(id);
    default:
      return undefined;
  }
}

const cannotExpand = (path: string) => invalidRequest(`This property cannot be expanded (${path}).`, 'expand');
