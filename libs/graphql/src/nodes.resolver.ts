import type { OnApplicationBootstrap } from '@nestjs/common';
import { Args, ArgsType, Context, Field, ID, Query, Resolver } from '@nestjs/graphql';
import { ArrayMaxSize } from 'class-validator';
import { OptionalUser, Public, type Principal } from '#auth';
import { NodeDto } from '#contracts/node.dto.js';
import { IsId } from '#contracts/validators/codes.js';
import { IdPipe } from '#http';
import { DecoratedMethods } from '#jobs';
import { MAX_FIRST } from './connections.js';
import { batch, type GraphqlContext } from './loaders.js';
import { NODE_SOURCE, type NodeSource, type ReadNodes } from './node-source.decorator.js';

@ArgsType()
class NodesArgs {
  @Field(() => [ID], { description: 'at most 100' })
  @IsId({ each: true })
  @ArrayMaxSize(MAX_FIRST)
  ids!: string[];
}

/** Anything by its id (Relay's global object identification). What is another's is as little there as what is not. */
@Resolver()
@Public()
export class NodesResolver implements OnApplicationBootstrap {
  #sources: { typename: string; read: ReadNodes }[] = [];

  constructor(private readonly methods: DecoratedMethods) {}

  onApplicationBootstrap(): void {
    const found = this.methods.find<NodeSource>(NODE_SOURCE);
    this.#sources = found.map(({ options, method }) => ({ ...options, read: method as ReadNodes }));
  }

  @Query(() => NodeDto, { nullable: true, description: 'Anything that you may read, by its id.' })
  async node(
    @OptionalUser() viewer: Principal | undefined,
    @Args('id', { type: () => ID }, IdPipe) id: string,
    @Context() context: GraphqlContext,
  ): Promise<object | undefined> {
    return this.#loader(viewer, context).load(id);
  }

  @Query(() => [NodeDto], { nullable: 'items', description: 'Things by their ids, in that order; null for none.' })
  async nodes(
    @OptionalUser() viewer: Principal | undefined,
    @Args() { ids }: NodesArgs,
    @Context() context: GraphqlContext,
  ): Promise<(object | undefined)[]> {
    const loader = this.#loader(viewer, context);
    return Promise.all(ids.map((id) => loader.load(id.toLowerCase())));
  }

  #loader(viewer: Principal | undefined, context: GraphqlContext) {
    return batch(context, 'nodes', (ids) => this.#read(viewer, ids));
  }

  /** An id does not say what it is of: each source is asked for all of them, once. */
  async #read(viewer: Principal | undefined, ids: string[]): Promise<Map<string, object>> {
    const found = await Promise.all(
      this.#sources.map(async ({ typename, read }) =>
        [...(await read(viewer, ids))].map(([id, node]) => [id, { ...node, __typename: typename }] as const),
      ),
    );
    return new Map(found.flat());
  }
}
