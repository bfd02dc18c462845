import type { UsersPart } from '../users-part.js';
import { AccountController } from './account.controller.js';
import { EmailChangesController } from './email-changes.controller.js';
import { EmailChangesEvents } from './email-changes.events.js';
import { EmailChangesService } from './email-changes.service.js';
import { EmailConfirmationsService } from './email-confirmations.service.js';
import { OwnPassword } from './own-password.js';
import { PasswordChangesService } from './password-changes.service.js';
import { PasswordResetsController } from './password-resets.controller.js';

/** What one signs in with, as it changes. */
export const account: UsersPart = {
  controllers: [AccountController, EmailChangesController, PasswordResetsController],
  providers: [OwnPassword, PasswordChangesService, EmailChangesService, EmailConfirmationsService, EmailChangesEvents],
};
