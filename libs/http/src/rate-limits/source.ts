import { isIPv4, isIPv6 } from 'node:net';

/** What a household or a server is given of IPv6 (RFC 6177): whoever has one has 2^64 addresses to call from. */
const NETWORK_GROUPS = 4;
/** Before an IPv4 address in IPv6 (RFC 4291, section 2.5.5.2) */
const IPV4_MAPPED = '0:0:0:0:0:ffff';

/** Whom the requests of an address are counted for: the address, and of IPv6 its network of 64 bits. */
export function sourceOf(address: string): string {
  if (!isIPv6(address)) return address;
  const groups = groupsOf(address.split('%')[0] ?? '');
  const hex = groups.map((group) => group.toString(16));
  if (hex.slice(0, 6).join(':') === IPV4_MAPPED) return groups.slice(6).flatMap(bytesOf).join('.');
  return `${hex.slice(0, NETWORK_GROUPS).join(':')}::/64`;
}

/** The eight numbers of an address, however it is written. */
function groupsOf(address: string): number[] {
  const [head = [], tail = []] = address.split('::').map(groupsIn);
  return [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => 0), ...tail];
}

function groupsIn(part: string): number[] {
  if (part === '') return [];
  return part.split(':').flatMap((group) => {
    if (!isIPv4(group)) return parseInt(group, 16);
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}

function bytesOf(group: number): [number, number] {
  return [group >> 8, group & 255];
}
