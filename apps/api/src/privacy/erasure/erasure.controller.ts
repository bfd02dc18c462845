import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, OwnerOnly, RecentSignIn, type Principal } from '#auth';
import { ErasureDto } from '#contracts/privacy.dto.js';
import { NotFound, NotIdempotent, Problems, Unauthenticated } from '#http';
import { ErasureBlocked } from '../privacy.errors.js';
import { ErasureService } from './erasure.service.js';

/** The end of an account. */
@ApiTags('privacy')
@Controller('v1/users/me/erasure')
@Problems(Unauthenticated, NotFound)
export class ErasureController {
  constructor(private readonly erasure: ErasureService) {}

  @Get()
  @OwnerOnly()
  @ApiOperation({
    operationId: 'getErasure',
    summary: 'Read what would become of your data if you had your account erased',
  })
  preview(@CurrentUser() user: Principal): Promise<ErasureDto> {
    return this.erasure.preview(user);
  }

  @Post()
  @RecentSignIn()
  @HttpCode(204)
  @NotIdempotent('it can be done but once, and nothing of it is kept')
  @ApiOperation({
    operationId: 'eraseAccount',
    summary: 'Have your account erased, for good',
    description:
      'Everything goes that says who you are; amounts and dates stay. It is refused while stays, money or others depend on you: ' +
      'GET says what, and until when.',
  })
  @Problems(ErasureBlocked)
  erase(@CurrentUser() user: Principal): Promise<void> {
    return this.erasure.erase(user);
  }
}
