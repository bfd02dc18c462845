import type { UsersPart } from '../users-part.js';
import { CodesEvents } from './codes.events.js';
import { CodesService } from './codes.service.js';
import { EmailVerificationsController } from './email-verifications.controller.js';
import { EmailVerificationsService } from './email-verifications.service.js';

/** Links that are mailed. */
export const codes: UsersPart = {
  controllers: [EmailVerificationsController],
  providers: [CodesService, CodesEvents, EmailVerificationsService],
};
