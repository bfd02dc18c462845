import { Args, ArgsType, Field, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentUser, RecentSignIn, Roles, type Principal } from '#auth';
import { AccountDto, ReasonInput, StaffRole, UpdateRolesInput } from '#contracts/staff.dto.js';
import { UserRole } from '#contracts/users.dto.js';
import { IsOneOf } from '#contracts/validators/codes.js';
import { IsEmailAddress } from '#contracts/validators/emails.js';
import { Omittable } from '#contracts/validators/field-rule.js';
import { connectionOf, ConnectionArgs, toConnection, type Connection } from '#graphql';
import { IdPipe } from '#http';
import { IsBoolean } from 'class-validator';
import { AccountsService } from './accounts.service.js';

const AccountConnection = connectionOf(AccountDto, 'Account');
const id = { type: () => ID };

/** Which accounts, and which page of them. */
@ArgsType()
class AccountsArgs extends ConnectionArgs {
  @Field(() => String, { nullable: true, description: 'only the one with this address' })
  @Omittable()
  @IsEmailAddress()
  email?: string;

  @Field(() => Boolean, { nullable: true, description: 'true: only those that are suspended' })
  @Omittable()
  @IsBoolean()
  suspended?: boolean;

  @Field(() => UserRole, { nullable: true, description: 'only those with this staff role' })
  @Omittable()
  @IsOneOf(StaffRole, 'StaffRole')
  role?: StaffRole;
}

/** Accounts, for staff. */
@Resolver()
@Roles('support', 'admin')
export class AccountsResolver {
  constructor(private readonly service: AccountsService) {}

  @Query(() => AccountConnection, { description: 'Accounts, the newest first; for support and admins.' })
  async accounts(@Args() { first, after, ...filter }: AccountsArgs): Promise<Connection<AccountDto>> {
    const page = await this.service.list({ limit: first, cursor: after, ...filter });
    return toConnection(page, after, () => this.service.count(filter));
  }

  @Query(() => AccountDto, { description: 'An account; for support and admins.' })
  account(@Args('id', id, IdPipe) userId: string): Promise<AccountDto> {
    return this.service.find(userId);
  }

  @Mutation(() => AccountDto, { description: 'Keep somebody out, from their next request on; for admins.' })
  @Roles('admin')
  @RecentSignIn()
  suspendAccount(
    @CurrentUser() user: Principal,
    @Args('id', id, IdPipe) userId: string,
    @Args('input') { reason }: ReasonInput,
  ): Promise<AccountDto> {
    return this.service.suspend(user, userId, reason);
  }

  @Mutation(() => AccountDto, { description: 'Let somebody in again; for admins.' })
  @Roles('admin')
  @RecentSignIn()
  restoreAccount(
    @CurrentUser() user: Principal,
    @Args('id', id, IdPipe) userId: string,
    @Args('input') { reason }: ReasonInput,
  ): Promise<AccountDto> {
    return this.service.restore(user, userId, reason);
  }

  @Mutation(() => AccountDto, { description: 'Give an account other staff roles; for admins.' })
  @Roles('admin')
  @RecentSignIn()
  updateRoles(
    @CurrentUser() user: Principal,
    @Args('id', id, IdPipe) userId: string,
    @Args('version', { type: () => Int, description: 'the version that you have seen' }) version: number,
    @Args('input') input: UpdateRolesInput,
  ): Promise<AccountDto> {
    return this.service.updateRoles(user, userId, [version], input);
  }
}
