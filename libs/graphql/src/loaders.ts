import DataLoader from 'dataloader';

/** What resolvers of one request share. */
export interface GraphqlContext {
  loaders?: Map<string, DataLoader<string, unknown>>;
}

/**
 * The loader called `name` of this request: however many nodes ask for their field, `load` is called once with all
 * their keys. It answers a map; a key that is missing from it loads as undefined.
 */
export function batch<Value>(
  context: GraphqlContext,
  name: string,
  load: (keys: string[]) => Promise<Map<string, Value>>,
): DataLoader<string, Value | undefined> {
  context.loaders ??= new Map();
  const known = context.loaders.get(name);
  // The name stands for the type: every caller of a name passes the same `load`.
  if (known) return known as DataLoader<string, Value | undefined>;
  const loader = new DataLoader<string, Value | undefined>(async (keys) => {
    const values = await load([...keys]);
    return keys.map((key) => values.get(key));
  });
  context.loaders.set(name, loader);
  return loader;
}
