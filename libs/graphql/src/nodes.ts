import {
  GraphQLError,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type ValueNode,
} from 'graphql';
import { DEFAULT_FIRST, MAX_FIRST } from './connections.js';

/** The fields by which a selection is known to be of a connection. */
const LISTS = new Set(['edges', 'nodes']);

type Variables = Readonly<Record<string, unknown>>;

/**
 * How many nodes the connections of a document's operation can give at most (of its largest, when it has several): the
 * `first` of each – or the number of its `ids` – times those of the connections it lies in. To be asked of valid
 * documents only: their fragments do not go in circles.
 */
export function nodesAskedFor(document: DocumentNode, variables: Variables): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const count = new Count(fragments, variables);
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return Math.max(0, ...operations.map(({ selectionSet }) => count.of(selectionSet.selections)));
}

/** Refuses a document that asks for more than `most` nodes. */
export function assertFewNodes(nodes: number, most: number): void {
  if (nodes > most) throw new GraphQLError(`The document asks for up to ${nodes} nodes; at most ${most} are given.`);
}

class Count {
  /** A fragment is counted once, however often it is spread: they can be nested to 2^n spreads. */
  readonly #nodes = new Map<string, number>();
  readonly #hasList = new Map<string, boolean>();

  constructor(
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly variables: Variables,
  ) {}

  of(selections: readonly SelectionNode[]): number {
    return selections.reduce((sum, selection) => sum + this.#ofOne(selection), 0);
  }

  #ofOne(selection: SelectionNode): number {
    if (selection.kind === Kind.INLINE_FRAGMENT) return this.of(selection.selectionSet.selections);
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      return this.#once(this.#nodes, selection.name.value, 0, (inner) => this.of(inner));
    }
    const inner = selection.selectionSet?.selections ?? [];
    const ids = selection.arguments?.find(({ name }) => name.value === 'ids')?.value;
    if (ids) return this.#length(ids) * (1 + this.of(inner));
    if (!this.#areOfConnection(inner)) return this.of(inner);
    return this.#first(selection) * (1 + this.of(inner));
  }

  #areOfConnection(selections: readonly SelectionNode[]): boolean {
    return selections.some((selection) => {
      if (selection.kind === Kind.FIELD) return LISTS.has(selection.name.value);
      if (selection.kind === Kind.INLINE_FRAGMENT) return this.#areOfConnection(selection.selectionSet.selections);
      return this.#once(this.#hasList, selection.name.value, false, (inner) => this.#areOfConnection(inner));
    });
  }

  #once<Found>(
    known: Map<string, Found>,
    fragment: string,
    none: Found,
    look: (selections: readonly SelectionNode[]) => Found,
  ): Found {
    const found = known.get(fragment) ?? look(this.fragments.get(fragment)?.selectionSet.selections ?? []);
    known.set(fragment, found);
    return this.fragments.has(fragment) ? found : none;
  }

  /** How many things a list of ids names. */
  #length(ids: ValueNode): number {
    if (ids.kind === Kind.LIST) return ids.values.length;
    const given = ids.kind === Kind.VARIABLE ? this.variables[ids.name.value] : undefined;
    return Array.isArray(given) ? given.length : ids.kind === Kind.VARIABLE ? MAX_FIRST : 1;
  }

  /** What is less than nothing is refused where it is asked for: here it must not make up for what is too much elsewhere. */
  #first(field: FieldNode): number {
    return Math.max(0, this.#givenFirst(field));
  }

  #givenFirst(field: FieldNode): number {
    const value = field.arguments?.find(({ name }) => name.value === 'first')?.value;
    if (value?.kind === Kind.INT) return Number(value.value);
    if (value?.kind !== Kind.VARIABLE) return DEFAULT_FIRST;
    const given = this.variables[value.name.value];
    // What is left out falls back to a default that the document may give itself, of at most this.
    return typeof given === 'number' ? given : MAX_FIRST;
  }
}
