import { MAGIC_COOKIE } from "../ids.ts";
import { parseParameters } from "./header-text.ts";

/** One Via value (RFC 3261 20.42). */
export interface Via {
  readonly text: string;
  /** Upper case: UDP, TCP, TLS, WS, WSS. */
  readonly protocol: string;
  readonly host: string;
  readonly port: number | undefined;
  readonly parameters: ReadonlyMap<string, string>;
}

const VIA =
  /^SIP\s*\/\s*\d+\.\d+\s*\/\s*([\w\-.!%*+`'~]+)\s+(\[[0-9A-Fa-f:.]+\]|[^\s;:,/[\]]+)(?:\s*:\s*(\d{1,5}))?\s*(;.*)?$/is;

/** Reads one Via value, of any version, so that a wrong one can be answered. Undefined where it is malformed. */
export function parseVia(value: string): Via | undefined {
  const [, protocol, host, port, rest] = VIA.exec(value) ?? [];
  if (protocol === undefined || host === undefined) return undefined;
  const parameters = parseParameters(rest ?? "");
  if (!parameters || Number(port ?? 1) < 1 || Number(port ?? 1) > 65_535) return undefined;
  return {
    text: value,
    protocol: protocol.toUpperCase(),
    host,
    port: port ? Number(port) : undefined,
    parameters,
  };
}

/**
 * Notes in the Via where the request really came from: `received` where the address differs or rport was
 * asked for (RFC 3261 18.2.1, RFC 3581 4), `rport` where asked for, and on UDP always while `force` is
 * not taken away, so that answers find their way back through any NAT.
 */
export function completeVia(
  via: Via,
  from: { readonly address: string; readonly port: number },
  force = true,
): string {
  const asked = via.parameters.get("rport") === "";
  const forced = force && via.protocol === "UDP" && !via.parameters.has("rport");
  let text = asked ? via.text.replace(/;\s*rport(?![\w=])(?!\s*=)/i, `;rport=${from.port}`) : via.text;
  if (forced) text += `;rport=${from.port}`;
  // A zone (`%eth0`) means something on this machine only (RFC 4007 11).
  const address = from.address.split("%", 1)[0] ?? "";
  if ((asked || forced || via.host.replace(/^\[|\]$/g, "") !== address) && !via.parameters.has("received"))
    text += `;received=${address}`;
  return text;
}

/** Whether the branch is one of RFC 3261; the bare cookie is not, it says nothing (RFC 4475 3.2.1). */
export function hasModernBranch(via: Via): boolean {
  const branch = via.parameters.get("branch");
  return branch !== undefined && branch.startsWith(MAGIC_COOKIE) && branch.length > MAGIC_COOKIE.length;
}
