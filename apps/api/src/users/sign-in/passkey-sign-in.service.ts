import { Injectable } from '@nestjs/common';
import type { Client } from '#auth';
import type { LoginWithPasskeyInput, PasskeyOptionsDto } from '#contracts/passkeys.dto.js';
import { PasskeyProofs } from '../passkeys/passkey-proofs.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { UsersService, type SignedIn } from '../users.service.js';

/** Signing in by a passkey alone: the device has it, and has verified its owner, so that it is two factors in one. */
@Injectable()
export class PasskeySignInService {
  constructor(
    private readonly proofs: PasskeyProofs,
    private readonly sessions: SessionsService,
    private readonly users: UsersService,
  ) {}

  /** What to ask a browser for: any passkey that the person chooses, so that nothing is said of who has an account. */
  async options(): Promise<PasskeyOptionsDto> {
    return { publicKey: await this.proofs.options(null) };
  }

  /**
   * Signs in whose passkey it is.
   * @throws InvalidInput, InvalidPasskey
   */
  async login({ credential }: LoginWithPasskeyInput, client: Client): Promise<SignedIn> {
    const passkey = await this.proofs.check(credential, { userId: null, field: 'credential' });
    const { userId, roles, accessVersion, signInVersion } = passkey;
    const account = { id: userId, roles, accessVersion };
    return this.users.signedIn(await this.sessions.open(account, client, { factors: ['passkey'], signInVersion }));
  }
}
