import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { fieldRule } from './field-rule.js';
import ipaddr from 'ipaddr.js';

const SLUG = /^(?=.{3,40}$)[a-z0-9]+(-[a-z0-9]+)*$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i;

/** A name in URLs: 3 to 40 small letters and digits, with single hyphens between them. Code: `slug`. */
export function IsSlug(): PropertyDecorator {
  return applyDecorators(
    fieldRule({
      code: 'slug',
      message: 'must be 3 to 40 small letters and digits, with single hyphens between them',
      holds: (value) => typeof value === 'string' && SLUG.test(value),
    }),
    ApiProperty({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', minLength: 3, maxLength: 40 }),
  );
}

/** An instant to come, as RFC 3339 writes it; becomes a Date. Code: `future`. */
export function IsFuture(): PropertyDecorator {
  const instant = (value: unknown) => (typeof value === 'string' && INSTANT.test(value) ? new Date(value) : value);
  const lies = (value: Date) => value.getTime() > Date.now() && value.getUTCFullYear() < 10_000;
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => instant(value)),
    fieldRule({
      code: 'future',
      message: 'must be an instant to come, e.g. 2030-01-01T00:00:00Z',
      holds: (value) => value instanceof Date && lies(value),
    }),
    ApiProperty({ format: 'date-time' }),
  );
}

/**
 * Networks in CIDR notation, or single addresses. One with bits behind its mask is a mistake: `203.0.113.7/8` would let in
 * sixteen million. Code: `network`.
 */
export function AreNetworks(): PropertyDecorator {
  return applyDecorators(
    fieldRule(
      {
        code: 'network',
        message: 'must be an IPv4 or IPv6 address, or a network without bits behind its mask, e.g. 203.0.113.0/24',
        holds: (value) => typeof value === 'string' && isNetwork(value),
      },
      { each: true },
    ),
  );
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  if (rest.length > 0 || address.includes('%') || !isAddress(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress()) return false;
  if (bits === undefined) return true;
  if (!/^(0|[1-9]\d{0,2})$/.test(bits) || Number(bits) > parsed.toByteArray().length * 8) return false;
  const kind = parsed.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return kind.networkAddressFromCIDR(text).toString() === parsed.toString();
}

/** The parser takes octal and hexadecimal numbers, and addresses of less than four, as well. */
function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(':') && ipaddr.IPv6.isValid(text));
}
