import { Scalar, type CustomScalar } from '@nestjs/graphql';
import { GraphQLError, Kind, type ValueNode } from 'graphql';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** Instants: dates in the code, RFC 3339 text outside – and in answers that were kept for an Idempotency-Key. */
@Scalar('DateTime', () => Date)
export class InstantScalar implements CustomScalar<string, Date> {
  description = 'An instant as in RFC 3339, in UTC: 2027-03-01T15:00:00.000Z.';

  serialize(value: unknown): string {
    return value instanceof Date ? value.toISOString() : instant(value).toISOString();
  }

  parseValue(value: unknown): Date {
    return instant(value);
  }

  parseLiteral(node: ValueNode): Date {
    return instant(node.kind === Kind.STRING ? node.value : undefined);
  }
}

function instant(value: unknown): Date {
  const date = typeof value === 'string' && INSTANT.test(value) ? new Date(value) : undefined;
  if (date && !Number.isNaN(date.getTime())) return date;
  throw new GraphQLError('DateTime must be an instant as in RFC 3339, such as 2027-03-01T15:00:00Z');
}
