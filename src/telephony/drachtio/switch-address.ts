import type { Source } from "./binding.ts";

/** The softswitch's SIP address; `host` is an IP address. */
export interface SwitchAddress {
  readonly host: string;
  readonly port: number;
}

/** Whether a request comes from the softswitch itself. */
export function isFrom(address: SwitchAddress, source: Source): boolean {
  return source.address === address.host && source.port === address.port;
}

/** `sip:user@host:port`; an IPv6 address gets its brackets. */
export function uriAt(address: { readonly host: string; readonly port: number }, user: string): string {
  return `sip:${user}@${hostPort(address)}`;
}

export function hostPort({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
