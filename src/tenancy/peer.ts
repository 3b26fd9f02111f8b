import { isHost, type Network, networkKey, parseNetwork, widened } from "./network.ts";
import type { Trunk } from "./platform.ts";

/** Where a request came from. An IPv6 address may carry its zone (`fe80::1%eth0`). */
export interface Source {
  readonly address: string;
  readonly port: number;
}

/** One of a trunk's addresses: a block of IP addresses, or one address at one port. */
export interface Peer {
  readonly network: Network;
  readonly port?: number;
}

/** Reads `address`, `address/prefix-length` or `address:port`, IPv6 with a port in brackets. Undefined: unreadable. */
export function parsePeer(text: string): Peer | undefined {
  const withPort = /^(?:([\d.]+)|\[([0-9a-fA-F:.]+)\]):(\d{1,5})$/.exec(text);
  if (withPort === null) {
    const network = parseNetwork(text.replace(/^\[(.*)\]$/, "$1"));
    return network && { network };
  }
  const network = parseNetwork(withPort[1] ?? withPort[2] ?? "");
  const port = Number(withPort[3]);
  return network && port >= 1 && port <= 65_535 ? { network, port } : undefined;
}

/** A text that is the same for the same peer and no other. */
export function peerKey({ network, port }: Peer): string {
  return port === undefined ? networkKey(network) : `${networkKey(network)}:${port}`;
}

/**
 * Finds the trunk a request came from: that of its address and port, else that of the smallest block its address lies
 * in. Of two trunks with the same address the first listed counts; unreadable addresses admit nobody.
 */
export function trunksByAddress(trunks: readonly Trunk[]): (source: Source) => Trunk | undefined {
  const owners = new Map<string, Trunk>();
  const prefixLengths = new Set<number>();
  for (const trunk of trunks) {
    for (const peer of trunk.addresses.map(parsePeer)) {
      if (peer === undefined || owners.has(peerKey(peer))) continue;
      owners.set(peerKey(peer), trunk);
      if (peer.port === undefined) prefixLengths.add(peer.network.prefixLength);
    }
  }
  const narrowestFirst = [...prefixLengths].sort((a, b) => b - a);
  return ({ address, port }) => {
    const network = parseNetwork(address.replace(/%.*$/, ""));
    if (network === undefined || !isHost(network)) return undefined;
    const atPort = owners.get(peerKey({ network, port }));
    if (atPort !== undefined) return atPort;
    for (const prefixLength of narrowestFirst) {
      if (prefixLength > network.prefixLength) continue;
      const owner = owners.get(networkKey(widened(network, prefixLength)));
      if (owner !== undefined) return owner;
    }
    return undefined;
  };
}
