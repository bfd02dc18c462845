import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import type { Page } from '#contracts/page.dto.js';

export const DEFAULT_FIRST = 20;
export const MAX_FIRST = 100;

/** Which page of a connection is wanted (Relay's cursor connections, forwards only). */
@ArgsType()
export class ConnectionArgs {
  @Field(() => Int, { defaultValue: DEFAULT_FIRST, description: 'how many, 1 to 100' })
  @IsInt()
  @Min(1)
  @Max(MAX_FIRST)
  first: number = DEFAULT_FIRST;

  @Field(() => String, { nullable: true, description: 'endCursor of the page before' })
  @IsOptional()
  @IsString()
  after?: string;
}

/** Where a page of a connection ends. */
@ObjectType({ description: 'Where a page of a connection ends.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'whether there is a next page' })
  hasNextPage!: boolean;

  @Field(() => String, { nullable: true, description: 'pass it as `after` for the next page' })
  endCursor!: string | null;
}

/** A page of a list, in Relay's shape. */
export interface Connection<Node> {
  nodes: Node[];
  edges: { node: Node }[];
  pageInfo: PageInfo;
}

/** The GraphQL types `<name>Connection` and `<name>Edge` of a node class. */
export function connectionOf<Node extends object>(node: Type<Node>, name: string): Type<Connection<Node>> {
  @ObjectType(`${name}Edge`, { description: `One ${name} of a connection.` })
  class Edge {
    @Field(() => node)
    node!: Node;
  }

  @ObjectType(`${name}Connection`, { description: `A page of ${name}.` })
  class NodeConnection implements Connection<Node> {
    @Field(() => [node])
    nodes!: Node[];

    @Field(() => [Edge])
    edges!: Edge[];

    @Field(() => PageInfo)
    pageInfo!: PageInfo;
  }
  return NodeConnection;
}

/** A page of REST as a connection of GraphQL. */
export function toConnection<Node>({ data, nextCursor }: Page<Node>): Connection<Node> {
  return {
    nodes: data,
    edges: data.map((node) => ({ node })),
    pageInfo: { hasNextPage: nextCursor !== null, endCursor: nextCursor },
  };
}
