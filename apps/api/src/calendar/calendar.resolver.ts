import { Args, ArgsType, Context, Field, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentActor, OptionalActor, Public, Scope, type Actor } from '#auth';
import { BlockDto, CreateBlockDto } from '#contracts/blocks.dto.js';
import { SetCalendarDaysDto } from '#contracts/calendar-days.dto.js';
import { CalendarArgs, CalendarDto, CalendarQuery } from '#contracts/calendar.dto.js';
import { PropertyDto } from '#contracts/properties/property.dto.js';
import { IsId } from '#contracts/validators/codes.js';
import { batch, connectionOf, ConnectionArgs, toConnection, type Connection, type GraphqlContext } from '#graphql';
import { IdPipe } from '#http';
import { BlocksService } from './blocks.service.js';
import { CalendarService } from './calendar.service.js';
import { DaysService } from './days.service.js';

const BlockConnection = connectionOf(BlockDto, 'Block');
const id = { type: () => ID };

/** Whose blocks, and which page of them. */
@ArgsType()
export class BlocksArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsId()
  propertyId!: string;
}

/** Which nights are free. */
@Resolver(() => PropertyDto)
export class CalendarResolver {
  constructor(
    private readonly calendars: CalendarService,
    private readonly days: DaysService,
    private readonly blocks: BlocksService,
  ) {}

  @Query(() => CalendarDto, { description: 'Which nights can be booked, and what they cost.' })
  @Public()
  @Scope('calendar:read')
  calendar(
    @OptionalActor() actor: Actor | undefined,
    @Args() { propertyId, from, to }: CalendarArgs,
  ): Promise<CalendarDto> {
    return this.calendars.view(actor, propertyId, from, to);
  }

  @ResolveField('calendar', () => CalendarDto, { nullable: true, description: 'Which nights can be booked.' })
  @Scope('calendar:read')
  calendarOf(
    @Parent() property: PropertyDto,
    @OptionalActor() actor: Actor | undefined,
    @Args() { from, to }: CalendarQuery,
    @Context() context: GraphqlContext,
  ): Promise<CalendarDto | undefined> {
    const load = (ids: string[]) => this.calendars.views(actor, ids, from, to);
    return batch(context, `calendar.views ${from} ${to}`, load).load(property.id);
  }

  @Query(() => BlockConnection, { name: 'blocks', description: 'The nights that the host has taken off the calendar.' })
  @Scope('calendar:read')
  async listBlocks(
    @CurrentActor() actor: Actor,
    @Args() { propertyId, first, after }: BlocksArgs,
  ): Promise<Connection<BlockDto>> {
    const page = await this.blocks.list(actor, propertyId, { limit: first, cursor: after });
    return toConnection(page, after, () => this.blocks.count(actor, propertyId));
  }

  @Mutation(() => CalendarDto, {
    description:
      'Set rules and prices of single days, and leave what is not named: the calendar from the first of them to the last.',
  })
  @Scope('calendar:write')
  setCalendarDays(
    @CurrentActor() actor: Actor,
    @Args('propertyId', id, IdPipe) propertyId: string,
    @Args('input') input: SetCalendarDaysDto,
  ): Promise<CalendarDto> {
    return this.days.set(actor, propertyId, input);
  }

  @Mutation(() => BlockDto, { description: 'Take nights off the calendar, from a date to before another.' })
  @Scope('calendar:write')
  createBlock(
    @CurrentActor() actor: Actor,
    @Args('propertyId', id, IdPipe) propertyId: string,
    @Args('input') input: CreateBlockDto,
  ): Promise<BlockDto> {
    return this.blocks.create(actor, propertyId, input);
  }

  @Mutation(() => BlockDto, { description: 'Give blocked nights back.' })
  @Scope('calendar:write')
  deleteBlock(
    @CurrentActor() actor: Actor,
    @Args('propertyId', id, IdPipe) propertyId: string,
    @Args('id', id, IdPipe) blockId: string,
  ): Promise<BlockDto> {
    return this.blocks.delete(actor, propertyId, blockId);
  }
}
