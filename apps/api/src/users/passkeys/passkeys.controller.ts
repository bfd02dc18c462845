import { Body, Controller, Delete, Get, Header, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, OwnerOnly, RecentSignIn, type Principal } from '#auth';
import {
  CreatePasskeyInput,
  PasskeyAddedDto,
  PasskeyDto,
  PasskeyOptionsDto,
  PasskeysDto,
  UpdatePasskeyInput,
} from '#contracts/passkeys.dto.js';
import {
  Created,
  IdPipe,
  IfMatch,
  InvalidInput,
  NeedsIfMatch,
  NotFound,
  NotIdempotent,
  PreconditionFailed,
  Problems,
  Unauthenticated,
  type Versions,
} from '#http';
import { NewPasskeys } from './new-passkeys.js';
import { PasskeyProofs } from './passkey-proofs.js';
import { LastWayIn, PasskeyExists, PasskeyNotAdded, TooManyPasskeys } from './passkeys.errors.js';
import { PasskeysService } from './passkeys.service.js';

/** The passkeys of a person. */
@Controller('v1/users/me/passkeys')
@ApiTags('users')
@NotIdempotent('each answer is for one try of a browser, or holds what is shown once')
export class PasskeysController {
  constructor(
    private readonly passkeys: PasskeysService,
    private readonly newPasskeys: NewPasskeys,
    private readonly proofs: PasskeyProofs,
  ) {}

  @Get()
  @OwnerOnly()
  @ApiOperation({ operationId: 'listPasskeys', summary: 'List your passkeys, the oldest first' })
  @Problems(Unauthenticated)
  async list(@CurrentUser() user: Principal): Promise<PasskeysDto> {
    return { data: await this.passkeys.list(user.id) };
  }

  @Post('options')
  @RecentSignIn()
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ operationId: 'createPasskeyOptions', summary: 'Begin to add a passkey' })
  @Problems(Unauthenticated, NotFound)
  async options(@CurrentUser() user: Principal): Promise<PasskeyOptionsDto> {
    return { publicKey: await this.newPasskeys.options(user.id) };
  }

  @Post('proof-options')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ operationId: 'createPasskeyProofOptions', summary: 'Begin to prove by a passkey that it is you' })
  @Problems(Unauthenticated)
  async proofOptions(@CurrentUser() user: Principal): Promise<PasskeyOptionsDto> {
    return { publicKey: await this.proofs.options(user.id) };
  }

  @Post()
  @RecentSignIn()
  @Created('/v1/users/me/passkeys')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    operationId: 'createPasskey',
    summary: 'Add a passkey; with your first second factor you are signed out everywhere else',
  })
  @Problems(InvalidInput, Unauthenticated, PasskeyNotAdded, PasskeyExists, TooManyPasskeys)
  add(@CurrentUser() user: Principal, @Body() input: CreatePasskeyInput): Promise<PasskeyAddedDto> {
    return this.passkeys.add(user, input);
  }

  @Patch(':id')
  @NeedsIfMatch()
  @ApiOperation({ operationId: 'updatePasskey', summary: 'Give a passkey another name' })
  @Problems(InvalidInput, Unauthenticated, NotFound, PreconditionFailed)
  rename(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @IfMatch() versions: Versions,
    @Body() { name }: UpdatePasskeyInput,
  ): Promise<PasskeyDto> {
    return this.passkeys.rename(user.id, id, versions, name);
  }

  @Delete(':id')
  @RecentSignIn()
  @HttpCode(204)
  @ApiOperation({
    operationId: 'deletePasskey',
    summary: 'Remove a passkey; you are signed out everywhere else',
  })
  @Problems(InvalidInput, Unauthenticated, NotFound, LastWayIn)
  remove(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string): Promise<void> {
    return this.passkeys.remove(user, id);
  }
}
