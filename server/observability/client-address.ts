import { BlockList, isIP } from 'node:net';

/** Networks that a proxy of this installation sends from: this machine, and private ones. */
const OWN_NETWORKS = new BlockList();
OWN_NETWORKS.addSubnet('127.0.0.0', 8, 'ipv4');
OWN_NETWORKS.addSubnet('10.0.0.0', 8, 'ipv4');
OWN_NETWORKS.addSubnet('172.16.0.0', 12, 'ipv4');
OWN_NETWORKS.addSubnet('192.168.0.0', 16, 'ipv4');
OWN_NETWORKS.addSubnet('169.254.0.0', 16, 'ipv4');
OWN_NETWORKS.addAddress('::1', 'ipv6');
OWN_NETWORKS.addSubnet('fc00::', 7, 'ipv6');
OWN_NETWORKS.addSubnet('fe80::', 10, 'ipv6');

/**
 * The network address that a request came from: what the nearest proxy, or Next itself, wrote last.
 * Null when nobody wrote one.
 */
export function clientAddressOf(headers: Headers): string | null {
  return lastAddressIn(headers.get('x-forwarded-for'));
}

/**
 * The address of who sent a request over a connection from `peer`. Only a proxy of our own is
 * believed about somebody else, and only what it added itself: whatever stands before that was sent
 * to it. Null when the connection is gone already.
 */
export function senderOf(peer: string | undefined, forwardedFor: string | null): string | null {
  const address = peer?.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '') ?? '';
  const version = isIP(address);
  if (version === 0) return null;
  const isOwn = OWN_NETWORKS.check(address, version === 6 ? 'ipv6' : 'ipv4');
  return isOwn ? (lastAddressIn(forwardedFor) ?? address) : address;
}

function lastAddressIn(forwardedFor: string | null): string | null {
  const last = forwardedFor?.split(',').at(-1)?.trim() ?? '';
  return isIP(last) === 0 ? null : last;
}
