import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { InvalidInput } from '../problems/common-errors.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** An id from the path: a UUID in lower or upper case, or a 400 that names it. */
@Injectable()
export class IdPipe implements PipeTransform<unknown, string> {
  transform(value: unknown, { data }: ArgumentMetadata): string {
    const id = typeof value === 'string' ? value.toLowerCase() : '';
    if (UUID.test(id)) return id;
    throw new InvalidInput([{ pointer: `/${data ?? 'id'}`, code: 'is_uuid', message: 'must be a UUID' }]);
  }
}
