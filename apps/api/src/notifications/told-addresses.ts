import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type AppConfig } from '#config';

/** Whose address is written to about what has become of their account, or of keys of theirs. */
@Injectable()
export class ToldAddresses {
  constructor(@Inject(CONFIG) private readonly config: AppConfig) {}

  /**
   * Where addresses have to be confirmed, those that were not are written to for that alone: such an address may be
   * anybody's, and whoever gave it could have letters without number written there by what they do in the account.
   */
  isTold({ emailVerified }: { emailVerified: boolean }): boolean {
    return emailVerified || this.config.auth.emailVerification === 'optional';
  }
}
