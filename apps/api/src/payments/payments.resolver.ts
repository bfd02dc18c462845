import { Query, Resolver } from '@nestjs/graphql';
import { Public } from '#auth';
import { PaymentsConfigDto } from '#contracts/payments.dto.js';
import { PaymentsService } from './payments.service.js';

/** What a client has to know in order to pay. */
@Resolver(() => PaymentsConfigDto)
export class PaymentsResolver {
  constructor(private readonly payments: PaymentsService) {}

  @Query(() => PaymentsConfigDto, { description: 'How payments are confirmed with the provider.' })
  @Public()
  paymentsConfig(): PaymentsConfigDto {
    return this.payments.clientConfig();
  }
}
