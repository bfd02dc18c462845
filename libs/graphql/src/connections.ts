import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType, type MiddlewareContext } from '@nestjs/graphql';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { CountDto } from '#contracts/page.dto.js';
import { IsCursor } from '#contracts/validators/cursors.js';
import type { KeysetPage } from '#http';

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

  @Field(() => String, { nullable: true, description: 'cursor of the edge behind which to begin' })
  @IsOptional()
  @IsCursor()
  after?: string;
}

/** Where a page of a connection begins and ends. */
@ObjectType({ description: 'Where a page of a connection begins and ends.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'whether there is a next page' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'whether there is something before this page' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'cursor of the first edge' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'cursor of the last edge: pass it as `after` for the next page' })
  endCursor!: string | null;
}

/** A page of a list, in Relay's shape. */
export interface Connection<Node> {
  nodes: Node[];
  edges: { node: Node; cursor: string }[];
  pageInfo: PageInfo;
  /** asked for only when `totalCount` is */
  count: () => Promise<CountDto>;
}

/** The GraphQL types `<name>Connection` and `<name>Edge` of a node class. */
export function connectionOf<Node extends object>(node: Type<Node>, name: string): Type<Connection<Node>> {
  @ObjectType(`${name}Edge`, { description: `One ${name} of a connection.` })
  class Edge {
    @Field(() => String, { description: 'pass it as `after` for what comes behind this edge' })
    cursor!: string;

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

    @Field(() => CountDto, { name: 'totalCount', middleware: [counted], description: 'of all pages together' })
    count!: () => Promise<CountDto>;
  }
  return NodeConnection;
}

function counted({ source }: MiddlewareContext<{ count: () => Promise<CountDto> }>): Promise<CountDto> {
  return source.count();
}

/**
 * A page of REST as a connection of GraphQL.
 * @param after where it was asked to begin: a cursor is given for what was there, so there is something before it
 */
export function toConnection<Node>(
  page: KeysetPage<Node>,
  after: string | null | undefined,
  count: () => Promise<CountDto>,
): Connection<Node> {
  const { data, nextCursor } = page;
  return {
    nodes: data,
    edges: data.map((node, index) => new EdgeOf(node, page, index)),
    pageInfo: {
      hasNextPage: nextCursor !== null,
      hasPreviousPage: typeof after === 'string',
      startCursor: data.length > 0 ? page.cursorAt(0) : null,
      endCursor: data.length > 0 ? page.cursorAt(data.length - 1) : null,
    },
    count,
  };
}

/** Cursors are signed: each only when it is asked for. */
class EdgeOf<Node> {
  constructor(
    readonly node: Node,
    private readonly page: KeysetPage<Node>,
    private readonly index: number,
  ) {}

  get cursor(): string {
    return this.page.cursorAt(this.index);
  }
}
