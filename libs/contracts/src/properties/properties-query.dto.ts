import { Transform } from 'class-transformer';
import { PageQuery } from '../page.dto.js';
import { fieldRule } from '../validators/field-rule.js';

/** Which properties to list. */
export class PropertiesQuery extends PageQuery {
  /**
   * `true`: your own and those where you are a co-host, the only ones that are listed; to find others' there is the search
   * @example true
   */
  @Transform(({ value }: { value: unknown }) => value === true || value === 'true')
  @fieldRule({
    code: 'mine',
    message: 'must be true: to find others’ properties, search',
    holds: (value) => value === true,
  })
  mine!: boolean;
}
