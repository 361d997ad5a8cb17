import ipaddr from 'ipaddr.js';

/** Networks as address and prefix length, such as `10.0.0.0/8`. */
export type Networks = readonly (readonly [ipaddr.IPv4 | ipaddr.IPv6, number])[];

const globalUnicast = ipaddr.parseCIDR('2000::/3');

function parseNetwork(text: string): Networks[number] | null {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (!ipaddr.isValid(text)) return null;
  const address = ipaddr.parse(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/** The networks in a list such as `10.0.0.0/8, ::1`, and the invalid parts. */
export function parseNetworks(text: string): { networks: Networks; wrong: string[] } {
  const parts = text.split(/[\s,]+/).filter(Boolean);
  const parsed = parts.map((part) => [part, parseNetwork(part)] as const);
  return {
    networks: parsed.flatMap(([, network]) => (network ? [network] : [])),
    wrong: parsed.flatMap(([part, network]) => (network ? [] : [part])),
  };
}

/** Whether an address is in one of these networks. An IPv4 address mapped into IPv6 counts as IPv4. */
export function isIn(networks: Networks, address: string): boolean {
  const found = ipaddr.process(address);
  return networks.some(([network, bits]) => network.kind() === found.kind() && found.match([network, bits]));
}

/**
 * Whether an address is on the public internet: not private, link-local, loopback, multicast, reserved, or
 * tunnelling to one of those.
 */
export function isPublic(address: string): boolean {
  const found = ipaddr.process(address);
  return found.range() === 'unicast' && (found.kind() === 'ipv4' || found.match(globalUnicast));
}
