import { Kind, OperationTypeNode, type GraphQLResolveInfo, type SelectionNode } from 'graphql';

/** A field of a GraphQL mutation. */
export interface MutationField {
  name: string;
  /** how many of the document's fields with this name come before it */
  place: number;
}

/** The field that is being resolved, when it is one of a mutation's own; otherwise undefined. */
export function mutationField(info: GraphQLResolveInfo): MutationField | undefined {
  const { operation, fieldName, path } = info;
  if (operation.operation !== OperationTypeNode.MUTATION || path.prev !== undefined) return undefined;
  const answered = [...new Set(responseNames(operation.selectionSet.selections, info))];
  return { name: fieldName, place: Math.max(0, answered.indexOf(String(path.key))) };
}

/** Under which names a document asks for this field, in its order. */
function responseNames(selections: readonly SelectionNode[], info: GraphQLResolveInfo): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) {
      return selection.name.value === info.fieldName ? [selection.alias?.value ?? selection.name.value] : [];
    }
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : info.fragments[selection.name.value];
    return responseNames(inner?.selectionSet.selections ?? [], info);
  });
}
