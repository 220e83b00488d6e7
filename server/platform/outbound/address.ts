// Which addresses the hub may connect to. Decided on the resolved address, never on the name (reference: OWASP SSRF; IANA special-purpose registries).
import ipaddr from 'ipaddr.js';
import { StartRefused } from '../start-refused.ts';

/** `public`: a user typed the address. `configured`: the operator did, in the environment, and may mean a machine of his own network. */
export type AddressRule = 'public' | 'configured';
type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [Address, number];
export type AllowEntry = { range: Range; port: number };

const ranges = (...cidrs: string[]): Range[] => cidrs.map(cidr => ipaddr.parseCIDR(cidr));

/** Cloud metadata lives there, or nothing a connection can mean: closed to everybody, whatever the operator opens. */
const NEVER = ranges(
  ...['0.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '255.255.255.255/32', '100.100.100.200/32', '168.63.129.16/32'],
  ...['::/128', 'fe80::/10', 'ff00::/8', 'fd00:ec2::/32', 'fd20:ce::254/128'],
);

const NOT_PUBLIC = ranges(
  ...['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.31.196.0/24'],
  ...['192.52.193.0/24', '192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24'],
  ...['203.0.113.0/24', '240.0.0.0/4', '2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'],
);
/** Everything outside it is special: loopback, unique local, mapped, NAT64, discard, 5f00::/16… */
const GLOBAL_V6 = ranges('2000::/3');

const isIn = (address: Address, list: readonly Range[]): boolean =>
  list.some(
    ([base, bits]) => base.kind() === address.kind() && (address as ipaddr.IPv6).match(base as ipaddr.IPv6, bits),
  );

const v4At = (address: ipaddr.IPv6, byte: number): ipaddr.IPv4 =>
  new ipaddr.IPv4(address.toByteArray().slice(byte, byte + 4));

const V4_AT_THE_END = ranges('::ffff:0:0/96', '::ffff:0:0:0/96', '::/96', '64:ff9b::/96', '64:ff9b:1::/48');
const SIX_TO_FOUR = ranges('2002::/16');
const LOOPBACK_V6 = ranges('::1/128');

/** The IPv4 address that an IPv6 one carries inside (mapped, compatible, NAT64, 6to4), else nothing. */
function embeddedV4(address: Address): ipaddr.IPv4 | null {
  if (!(address instanceof ipaddr.IPv6) || isIn(address, LOOPBACK_V6)) return null;
  if (isIn(address, V4_AT_THE_END)) return v4At(address, 12);
  return isIn(address, SIX_TO_FOUR) ? v4At(address, 2) : null;
}

const BAD_ALLOW = (entry: string) =>
  new StartRefused(
    `OUTBOUND_ALLOW : « ${entry} » n’est pas de la forme plage:port, par exemple 192.168.10.0/24:443 ou fd00::/8:25.`,
  );

/** `cidr:port[,cidr:port…]`, port 1 to 65535 or `*`. Throws StartRefused. */
export function parseAllow(text: string): AllowEntry[] {
  return text
    .split(',')
    .map(entry => entry.trim())
    .filter(entry => entry !== '')
    .map(entry => {
      const colon = entry.lastIndexOf(':');
      const cidr = entry.slice(0, colon).replace(/[[\]]/g, '');
      const port = entry.slice(colon + 1);
      if (colon < 0 || !ipaddr.isValidCIDR(cidr) || !/^(\*|[1-9][0-9]{0,4})$/.test(port) || Number(port) > 65_535)
        throw BAD_ALLOW(entry);
      return { range: ipaddr.parseCIDR(cidr), port: port === '*' ? 0 : Number(port) };
    });
}

/** Why a connection to this resolved address is refused, or null. The reason is for the log: told to a user it would map the network. */
export function addressRefusal(
  address_text: string,
  port: number,
  access: { rule: AddressRule; allow: readonly AllowEntry[] },
): string | null {
  if (!ipaddr.isValid(address_text) || address_text.includes('%')) return 'not a plain IP address';
  const parsed = ipaddr.parse(address_text);
  const inner = embeddedV4(parsed);
  const forms: Address[] = inner ? [parsed, inner] : [parsed];
  if (forms.some(form => isIn(form, NEVER))) return 'metadata, link-local, multicast or unspecified address';
  const mapped = parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress() ? parsed.toIPv4Address() : parsed;
  const opened = access.allow.filter(entry => entry.port === 0 || entry.port === port).map(entry => entry.range);
  if (isIn(mapped, opened) || access.rule === 'configured') return null;
  if (mapped instanceof ipaddr.IPv6 && !isIn(mapped, GLOBAL_V6)) return 'IPv6 address outside the global range';
  return isIn(mapped, NOT_PUBLIC) ? 'private or reserved address' : null;
}
