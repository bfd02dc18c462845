import { Body, Controller, Delete, Get, Header, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, OwnerOnly, RecentSignIn, type Principal } from '#auth';
import { ConfirmTotpInput, RecoveryCodesDto, SecondFactorDto, TotpEnrolmentDto } from '#contracts/second-factor.dto.js';
import { InvalidInput, NotFound, NotIdempotent, Problems, Unauthenticated } from '#http';
import { NoSecondFactor, TotpIsOn, TotpNotPending, WrongCode } from './second-factor.errors.js';
import { SecondFactorsService } from './second-factors.service.js';
import { TotpService } from './totp.service.js';

/** What somebody is asked for at sign-in besides their password. Answers that hold secrets are kept nowhere. */
@Controller('v1/users/me')
@ApiTags('users')
@NotIdempotent('its answer holds secrets, and those are shown once and never stored')
export class SecondFactorController {
  constructor(
    private readonly factors: SecondFactorsService,
    private readonly totp: TotpService,
  ) {}

  @Get('second-factor')
  @OwnerOnly()
  @ApiOperation({ operationId: 'getSecondFactor', summary: 'Read what you are asked for besides your password' })
  @Problems(Unauthenticated)
  secondFactor(@CurrentUser() user: Principal): Promise<SecondFactorDto> {
    return this.factors.of(user.id);
  }

  @Post('totp')
  @RecentSignIn()
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ operationId: 'createTotp', summary: 'Begin to set up an authenticator app' })
  @Problems(Unauthenticated, TotpIsOn)
  enrolTotp(@CurrentUser() user: Principal): Promise<TotpEnrolmentDto> {
    return this.totp.enrol(user.id);
  }

  @Post('totp/confirm')
  @RecentSignIn()
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    operationId: 'confirmTotp',
    summary: 'Have codes of the authenticator app asked for; you are signed out everywhere else',
  })
  @Problems(InvalidInput, Unauthenticated, TotpNotPending, WrongCode)
  confirmTotp(@CurrentUser() user: Principal, @Body() { code }: ConfirmTotpInput): Promise<RecoveryCodesDto> {
    return this.totp.confirm(user, code);
  }

  @Delete('totp')
  @RecentSignIn()
  @HttpCode(204)
  @ApiOperation({
    operationId: 'deleteTotp',
    summary: 'Take the authenticator app off; you are signed out everywhere else',
  })
  @Problems(Unauthenticated, NotFound)
  removeTotp(@CurrentUser() user: Principal): Promise<void> {
    return this.totp.remove(user);
  }

  @Post('recovery-codes')
  @RecentSignIn()
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    operationId: 'createRecoveryCodes',
    summary: 'Make new recovery codes; those from before do not count any more',
  })
  @Problems(Unauthenticated, NoSecondFactor)
  renewRecoveryCodes(@CurrentUser() user: Principal): Promise<RecoveryCodesDto> {
    return this.factors.renewRecoveryCodes(user.id);
  }
}
