import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AccountsController } from './accounts.controller.js';
import { AccountsResolver } from './accounts.resolver.js';
import { AccountsService } from './accounts.service.js';
import { LookLogInterceptor } from './looks/look-log.interceptor.js';
import { LooksController } from './looks/looks.controller.js';
import { LooksResolver } from './looks/looks.resolver.js';
import { LooksService } from './looks/looks.service.js';
import { holdsLooks } from './staff.personal-data.js';

/** What support sees of accounts, and what admins do to them. */
@Module({
  controllers: [AccountsController, LooksController],
  providers: [
    AccountsResolver,
    AccountsService,
    LooksResolver,
    LooksService,
    holdsLooks,
    { provide: APP_INTERCEPTOR, useClass: LookLogInterceptor },
  ],
})
export class StaffModule {}
