// Groups the addresses that a limit counts as one caller.
import ipaddr from 'ipaddr.js';

/**
 * The network of a caller's IP address. A provider gives each customer 2^64 addresses of IPv6 or
 * more, so an IPv6 address counts as its /64; an IPv4 address counts by itself.
 */
export function networkOf(address: string): string {
  if (!address.includes(':') || !ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${(parsed as ipaddr.IPv6).parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
