import type { OpenAPIObject } from '@nestjs/swagger';

export type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** The document with each operation changed by `change`, which is told its method. */
export function mapOperations(
  document: OpenAPIObject,
  change: (operation: Operation, method: string) => Operation,
): OpenAPIObject {
  const paths = Object.entries(document.paths).map(([path, item]) => {
    const changed = { ...item };
    for (const method of METHODS) {
      const operation = item[method];
      if (operation) changed[method] = change(operation, method);
    }
    return [path, changed] as const;
  });
  return { ...document, paths: Object.fromEntries(paths) };
}
