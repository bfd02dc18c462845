import { Controller, Get, Header, Inject, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '#auth';
import { CONFIG, type AppConfig } from '#config';
import { NotFound } from '#http';
import { accountPages, accountScript } from './account-pages.js';
import { invitationScript } from './invitation-script.js';

/** The pages that our letters link to, where nobody else serves them. Nothing of a request is written into them. */
@ApiExcludeController()
@Public()
@Controller('account')
export class AccountPagesController {
  constructor(@Inject(CONFIG) private readonly config: AppConfig) {}

  @Get('account.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  script(): string {
    this.#assertServed();
    return accountScript;
  }

  @Get('invitation.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  invitationScript(): string {
    this.#assertServed();
    return invitationScript;
  }

  @Get(':page')
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  page(@Param('page') name: string): string {
    this.#assertServed();
    const page = accountPages.get(name);
    if (page === undefined) throw new NotFound('There is no such page.');
    return page;
  }

  #assertServed(): void {
    if (this.config.app.accountPagesUrl !== undefined) throw new NotFound('These pages are served elsewhere.');
  }
}
