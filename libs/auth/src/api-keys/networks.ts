import ipaddr from 'ipaddr.js';

/** Whether an address may be one of a list of networks; of an empty list any is. */
export type AddressRule = (address: string) => boolean;

/**
 * The rule of networks in CIDR notation. An IPv4 address that comes as IPv6 (`::ffff:…`, RFC 4291, section 2.5.5.2), as it
 * does to a socket that listens to both, is the IPv4 address.
 */
export function addressRule(networks: readonly string[]): AddressRule {
  if (networks.length === 0) return () => true;
  const parsed = networks.map((network) => ipaddr.parseCIDR(network));
  return (address) => {
    if (!ipaddr.isValid(address)) return false;
    const plain = ipaddr.process(address);
    return parsed.some(([first, bits]) => first.kind() === plain.kind() && plain.match(first, bits));
  };
}
