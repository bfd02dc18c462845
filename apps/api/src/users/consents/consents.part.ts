import type { UsersPart } from '../users-part.js';
import { ConsentsController } from './consents.controller.js';
import { holdsConsents } from './consents.personal-data.js';
import { ConsentsService } from './consents.service.js';
import { TermsController } from './terms.controller.js';

/** What people agree to. */
export const consents: UsersPart = {
  controllers: [ConsentsController, TermsController],
  providers: [ConsentsService, holdsConsents],
};
