import { isIP, isIPv6 } from "node:net";

const WITH_PORT = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/;

/** Whether the text names a DNS server: an IP address, or one with a port, IPv6 then in brackets. */
export function isDnsServer(text: string): boolean {
  if (isIP(text) !== 0) return true;
  const [, v6, v4, port] = WITH_PORT.exec(text) ?? [];
  const known = v6 === undefined ? isIP(v4 ?? "") === 4 : isIPv6(v6);
  return known && Number(port) >= 1 && Number(port) <= 65_535;
}
