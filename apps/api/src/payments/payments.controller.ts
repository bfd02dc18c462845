import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '#auth';
import { PaymentsConfigDto } from '#contracts/payments.dto.js';
import { PaymentsService } from './payments.service.js';

/** What a client has to know in order to pay. */
@ApiTags('payments')
@Controller('v1/payments')
export class PaymentsController {
  constructor(private readonly payments: PaymentsService) {}

  /** What a client needs in order to confirm a payment with the provider. */
  @Get('config')
  @Public()
  @ApiOperation({ operationId: 'getPaymentsConfig', summary: 'How payments are confirmed' })
  config(): PaymentsConfigDto {
    return this.payments.clientConfig();
  }
}
