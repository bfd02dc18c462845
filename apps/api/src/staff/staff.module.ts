import { Module } from '@nestjs/common';
import { AccountsController } from './accounts.controller.js';
import { AccountsResolver } from './accounts.resolver.js';
import { AccountsService } from './accounts.service.js';

/** What support sees of accounts, and what admins do to them. */
@Module({
  controllers: [AccountsController],
  providers: [AccountsResolver, AccountsService],
})
export class StaffModule {}
