import { isLocalDate } from '#dates';
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

function safeInt(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new GraphQLError('SafeInt must be a whole number between -(2^53 - 1) and 2^53 - 1');
}

function localDateText(value: unknown): string {
  if (typeof value === 'string' && isLocalDate(value)) return value;
  throw new GraphQLError('LocalDate must be a date that exists, written YYYY-MM-DD');
}

/** Whole numbers beyond GraphQL's 32-bit `Int`: amounts of money in minor units. */
export const SafeInt = new GraphQLScalarType<number, number>({
  name: 'SafeInt',
  description: 'A whole number between -(2^53 - 1) and 2^53 - 1, e.g. an amount of money in minor units.',
  serialize: safeInt,
  parseValue: safeInt,
  parseLiteral: (node) => safeInt(node.kind === Kind.INT ? Number(node.value) : undefined),
});

/** Dates of the calendar at the property, as `YYYY-MM-DD` text on both sides. */
export const LocalDateScalar = new GraphQLScalarType<string, string>({
  name: 'LocalDate',
  description: 'A date on the calendar of the property, YYYY-MM-DD; never an instant.',
  serialize: localDateText,
  parseValue: localDateText,
  parseLiteral: (node) => localDateText(node.kind === Kind.STRING ? node.value : undefined),
});

/** Objects whose fields differ from one to the next; only in answers. */
export const JsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'Json',
  description: 'An object of JSON, whose fields differ from one to the next.',
  serialize: (value) => value,
});
