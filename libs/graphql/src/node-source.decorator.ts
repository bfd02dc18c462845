import { SetMetadata } from '@nestjs/common';
import type { Principal } from '#auth';

export const NODE_SOURCE = 'roost:node-source';

/** Which type a source gives. */
export interface NodeSource {
  typename: string;
}

/** Reads things by id, as many as there are that the viewer may read: the others are missing from the map. */
export type ReadNodes = (viewer: Principal | undefined, ids: string[]) => Promise<ReadonlyMap<string, object>>;

/** The method reads things of this type for `node` and `nodes`, by the rules by which they are read one by one. */
export function NodesOf(
  typename: string,
): <Read extends ReadNodes>(target: object, name: string, method: TypedPropertyDescriptor<Read>) => void {
  return SetMetadata(NODE_SOURCE, { typename } satisfies NodeSource);
}
