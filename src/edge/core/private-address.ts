import { BlockList, isIPv4 } from "node:net";

const PRIVATE = new BlockList();
PRIVATE.addSubnet("10.0.0.0", 8);
PRIVATE.addSubnet("172.16.0.0", 12);
PRIVATE.addSubnet("192.168.0.0", 16);

/** Whether that host is an address that means something in its own network only (RFC 1918). */
export function isPrivate(host: string): boolean {
  return isIPv4(host) && PRIVATE.check(host);
}
