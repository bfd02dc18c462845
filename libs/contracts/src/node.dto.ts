import { Field, ID, InterfaceType } from '@nestjs/graphql';

/** Anything that has an id and can be read by it alone: Relay's global object identification. */
@InterfaceType('Node', {
  description: 'Anything that has an id and can be read by it alone.',
  resolveType: ({ __typename }: { __typename: string }) => __typename,
})
export abstract class NodeDto {
  @Field(() => ID, { description: 'a UUID, of this thing alone' })
  id!: string;
}
