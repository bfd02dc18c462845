import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import type { ApiScope } from '#contracts/partners/api-scopes.js';

export const SCOPE = 'roost:scope';

/**
 * API keys with this scope may do it too, as far as hosts have granted it to their organisation. Without it an operation
 * takes no key – but for public reads, which take any.
 */
export function Scope(scope: ApiScope): MethodDecorator {
  return applyDecorators(
    SetMetadata(SCOPE, scope),
    ApiSecurity('accessToken'),
    ApiSecurity('apiKey', [scope]),
    ApiSecurity('clientCredentials', [scope]),
  );
}
