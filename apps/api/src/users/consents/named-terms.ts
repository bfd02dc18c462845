import type { ConsentInput, TermsDto } from '#contracts/consents.dto.js';
import type { FieldError } from '#http';

/**
 * What is wrong with the versions that somebody agrees to: each has to be in force.
 * @param at where they are in the request: `/consents`
 */
export function faultsOf(named: readonly ConsentInput[], inForce: readonly TermsDto[], at: string): FieldError[] {
  return named.flatMap(({ document, version }, index) => {
    const current = inForce.find((terms) => terms.document === document);
    if (!current) {
      return [{ pointer: `${at}/${index}/document`, code: 'unknown', message: 'must be a document in force' }];
    }
    if (current.version === version) return [];
    const message = `must be the version in force, ${current.version}`;
    return [{ pointer: `${at}/${index}/version`, code: 'not_current', message }];
  });
}

/** What nobody registers without, and is not named. */
export function missingFrom(named: readonly ConsentInput[], inForce: readonly TermsDto[], at: string): FieldError[] {
  return inForce
    .filter(({ required, document }) => required && !named.some((each) => each.document === document))
    .map(({ document, version }) => ({ pointer: at, code: 'required', message: `must name ${document} ${version}` }));
}
