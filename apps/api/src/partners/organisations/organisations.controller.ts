import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, type Principal } from '#auth';
import { PageQuery, type Page } from '#contracts/page.dto.js';
import {
  CreateOrganisationInput,
  JoinOrganisationInput,
  OrganisationDto,
  OrganisationPageDto,
  UpdateOrganisationInput,
} from '#contracts/partners/organisations.dto.js';
import {
  Created,
  Forbidden,
  IdPipe,
  IfMatch,
  InvalidInput,
  NeedsIfMatch,
  NotFound,
  Problems,
  Unauthenticated,
  type Versions,
} from '#http';
import { EmailUnverified } from '../../users/users.service.js';
import { SlugTaken, TooManyOrganisations } from '../partners.errors.js';
import { OrganisationsService } from './organisations.service.js';

/** Partners' organisations. */
@ApiTags('partners')
@Controller('v1')
@Problems(InvalidInput, Unauthenticated)
export class OrganisationsController {
  constructor(private readonly organisations: OrganisationsService) {}

  @Post('organisations')
  @Created('/v1/organisations')
  @ApiOperation({ operationId: 'createOrganisation', summary: 'Found an organisation that integrates with Roost' })
  @Problems(EmailUnverified, SlugTaken, TooManyOrganisations)
  create(@CurrentUser() user: Principal, @Body() input: CreateOrganisationInput): Promise<OrganisationDto> {
    return this.organisations.create(user, input);
  }

  @Get('organisations/:id')
  @ApiOperation({ operationId: 'getOrganisation', summary: 'Read an organisation that you belong to' })
  @Problems(NotFound)
  find(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string): Promise<OrganisationDto> {
    return this.organisations.find(user, id);
  }

  @Patch('organisations/:id')
  @NeedsIfMatch()
  @ApiOperation({ operationId: 'updateOrganisation', summary: 'Change what is given, and leave the rest' })
  @Problems(NotFound, Forbidden)
  update(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @IfMatch() versions: Versions,
    @Body() input: UpdateOrganisationInput,
  ): Promise<OrganisationDto> {
    return this.organisations.update(user, id, versions, input);
  }

  @Get('users/me/organisations')
  @ApiOperation({
    operationId: 'listOrganisations',
    summary: 'List the organisations that you belong to, latest first',
  })
  @ApiOkResponse({ type: OrganisationPageDto })
  list(@CurrentUser() user: Principal, @Query() page: PageQuery): Promise<Page<OrganisationDto>> {
    return this.organisations.list(user, page);
  }

  @Post('users/me/organisations')
  @Created('/v1/organisations')
  @ApiOperation({ operationId: 'joinOrganisation', summary: 'Take up an invitation, by the code in its letter' })
  @Problems(NotFound, TooManyOrganisations)
  join(@CurrentUser() user: Principal, @Body() input: JoinOrganisationInput): Promise<OrganisationDto> {
    return this.organisations.join(user, input);
  }
}
