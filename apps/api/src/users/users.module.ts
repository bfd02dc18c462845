import { Module } from '@nestjs/common';
import { AuthController } from './auth.controller.js';
import { AuthResolver } from './auth.resolver.js';
import { SessionsService } from './sessions.service.js';
import { UsersController } from './users.controller.js';
import { UsersResolver } from './users.resolver.js';
import { UsersService } from './users.service.js';

/** Accounts and sign-in. Others use `UsersService`. */
@Module({
  controllers: [AuthController, UsersController],
  providers: [UsersService, SessionsService, AuthResolver, UsersResolver],
  exports: [UsersService],
})
export class UsersModule {}
