import { Args, ArgsType, Field, Query, Resolver } from '@nestjs/graphql';
import { Roles } from '#auth';
import { AuditEntryDto, AuditFilterDto } from '#contracts/audit.dto.js';
import { IsNested } from '#contracts/validators/nested.js';
import { connectionOf, ConnectionArgs, toConnection, type Connection } from '#graphql';
import { AuditService } from './audit.service.js';

const AuditEntryConnection = connectionOf(AuditEntryDto, 'AuditEntry');

@ArgsType()
class AuditEntriesArgs extends ConnectionArgs {
  @Field(() => AuditFilterDto, { defaultValue: {}, description: 'all entries, when nothing is asked' })
  @IsNested(() => AuditFilterDto)
  filter!: AuditFilterDto;
}

/** Who did what to whom. */
@Resolver()
@Roles('support', 'admin')
export class AuditResolver {
  constructor(private readonly audit: AuditService) {}

  @Query(() => AuditEntryConnection, { description: 'Who did what to whom, the latest first; for staff.' })
  async auditEntries(@Args() { filter, first, after }: AuditEntriesArgs): Promise<Connection<AuditEntryDto>> {
    const page = await this.audit.list(filter, { limit: first, cursor: after });
    return toConnection(page, after, () => this.audit.count(filter));
  }
}
