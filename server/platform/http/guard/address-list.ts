// Where a key may be used from. One writing for one address: an IPv4 address seen through IPv6 is the IPv4 one, on both sides.
import ipaddr from 'ipaddr.js';

type Network = [address: ipaddr.IPv4 | ipaddr.IPv6, bits: number];

const MAPPED_BITS = 96;

/** Null for what is no network: such a line admits nobody. */
function networkOf(cidr: string): Network | null {
  try {
    const [address, bits] = cidr.includes('/') ? ipaddr.parseCIDR(cidr) : wholeAddress(cidr);
    if (address instanceof ipaddr.IPv4 || !address.isIPv4MappedAddress()) return [address, bits];
    return bits >= MAPPED_BITS ? [address.toIPv4Address(), bits - MAPPED_BITS] : null;
  } catch {
    return null;
  }
}

function wholeAddress(text: string): Network {
  const address = ipaddr.parse(text);
  return [address, address instanceof ipaddr.IPv4 ? 32 : 128];
}

/** `ip` is the true client behind the configured proxies; an empty list admits everybody, an address nobody can read no one. */
export function isAdmitted(ip: string, cidrs: readonly string[]): boolean {
  if (cidrs.length === 0) return true;
  if (!ipaddr.isValid(ip)) return false;
  const address = ipaddr.process(ip);
  return cidrs.some(cidr => {
    const network = networkOf(cidr);
    if (!network || network[0].kind() !== address.kind()) return false;
    return address instanceof ipaddr.IPv4
      ? address.match(network as [ipaddr.IPv4, number])
      : address.match(network as [ipaddr.IPv6, number]);
  });
}
