import ipaddr from 'ipaddr.js';
import type { UpdateApiKey } from '#contract/api-key.ts';
import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { countVisible } from './sql/chantiers.ts';

type Bounds = Pick<UpdateApiKey, 'chantiers' | 'cidrs' | 'rate_limit_per_hour'>;

/**
 * What narrows a key, as it is to be kept: networks in one writing. Throws api_key.chantier_unknown for a chantier its
 * owner does not see, api_key.cidr_invalid, api_key.rate_refused above `rate_max`.
 */
export async function checkBounds(unit: Unit, asked: Bounds, rate_max: number): Promise<Bounds> {
  const { chantiers, cidrs, rate_limit_per_hour } = asked;
  if (rate_limit_per_hour !== undefined && rate_limit_per_hour > rate_max)
    throw refused('api_key.rate_refused', { max: rate_max });
  if (chantiers && (await countVisible(unit, chantiers)) !== chantiers.length)
    throw refused('api_key.chantier_unknown');
  return { ...asked, ...(cidrs ? { cidrs: [...new Set(cidrs.map(canonicalCidr))] } : {}) };
}

/** `203.0.113.7` is its /32; an IPv4 network written as IPv6 is the IPv4 one, as are the addresses it is compared with. */
export function canonicalCidr(text: string): string {
  const written = text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`;
  // ipaddr.js also takes `010.1/8` and the like, which mean different things to different readers.
  if (
    !/^((0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}|[0-9a-f:.]*:[0-9a-f:.]*)\/\d{1,3}$/i.test(written) ||
    !ipaddr.isValidCIDR(written)
  )
    throw refused('api_key.cidr_invalid', { cidr: text });
  const [address, bits] = ipaddr.parseCIDR(written);
  if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress()) {
    if (bits < 96) throw refused('api_key.cidr_invalid', { cidr: text });
    return canonicalCidr(`${address.toIPv4Address()}/${bits - 96}`);
  }
  const family = address instanceof ipaddr.IPv6 ? ipaddr.IPv6 : ipaddr.IPv4;
  return `${family.networkAddressFromCIDR(`${address}/${bits}`)}/${bits}`;
}
