import { Args, ArgsType, Field, Query, Resolver } from '@nestjs/graphql';
import { CurrentActor, Scope, type Actor } from '#auth';
import { PlannedPropertyDto } from '#contracts/planning-board.dto.js';
import { LocalDateScalar } from '#contracts/scalars.js';
import { IsLocalDate } from '#contracts/validators/dates.js';
import { connectionOf, ConnectionArgs, toConnection, type Connection } from '#graphql';
import { PlanningBoardService } from './board.service.js';

const PlannedPropertyConnection = connectionOf(PlannedPropertyDto, 'PlannedProperty');

/** Which part of a planning board. */
@ArgsType()
export class PlanningBoardArgs extends ConnectionArgs {
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  from!: string;

  @Field(() => LocalDateScalar)
  @IsLocalDate()
  to!: string;
}

/** All calendars of a host at once. */
@Resolver()
export class PlanningBoardResolver {
  constructor(private readonly board: PlanningBoardService) {}

  @Query(() => PlannedPropertyConnection, {
    description: 'The calendars of your places, and of those whose calendar you may see to: at most 366 days.',
  })
  @Scope('calendar:read')
  async planningBoard(
    @CurrentActor() actor: Actor,
    @Args() { from, to, first, after }: PlanningBoardArgs,
  ): Promise<Connection<PlannedPropertyDto>> {
    const page = await this.board.page(actor, { from, to }, { limit: first, cursor: after });
    return toConnection(page, after, () => this.board.count(actor));
  }
}
