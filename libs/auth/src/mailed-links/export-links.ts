import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, derivedSecrets, type AppConfig } from '#config';
import { linkToken, readLinkToken, type LinkClaims } from './link-token.js';

/**
 * Links by which somebody downloads what was collected of them: browsers send no access token with a download. Their time is
 * the application's, as that of the files is.
 */
@Injectable()
export class ExportLinks {
  readonly #keys: [Buffer, ...Buffer[]];
  readonly #exports: string;

  constructor(@Inject(CONFIG) { app, auth }: AppConfig) {
    this.#keys = derivedSecrets(auth.jwtPrivateKeys, 'roost export links');
    this.#exports = `${app.publicUrl}/v1/exports`;
  }

  /** A link to an export; whoever has it can download the file until then. */
  linkTo(claims: LinkClaims): string {
    return `${this.#exports}/${claims.id}/file?token=${linkToken('download_export', claims, this.#keys[0])}`;
  }

  /** Until when a token lets the export be downloaded; undefined for one that is not ours, or is for another. */
  expiryOf(id: string, token: string): Date | undefined {
    const claims = readLinkToken('download_export', token, this.#keys);
    return claims?.id === id.toLowerCase() ? claims.expiresAt : undefined;
  }
}
