import type { UsersPart } from '../users-part.js';
import { AccountPagesController } from './account-pages.controller.js';

/** Pages for mailed links. */
export const pages: UsersPart = {
  controllers: [AccountPagesController],
  providers: [],
};
