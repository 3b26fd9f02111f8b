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

/** Protocol and sent-by. Nothing here repeats within a repeat: the time it takes grows with the length alone. */
const SENT_BY =
  /^SIP[ \t]*\/[ \t]*\d+\.\d+[ \t]*\/[ \t]*([\w\-.!%*+`'~]+)[ \t]+(\[[0-9A-Fa-f:.]+\]|[^ \t;:,/[\]]+)(?:[ \t]*:[ \t]*(\d{1,5})(?!\d))?[ \t]*/i;

/** Reads one Via value, of any version, so that a wrong one can be answered. Undefined where it is malformed. */
export function parseVia(value: string): Via | undefined {
  const sentBy = readSentBy(value);
  if (!sentBy) return undefined;
  const parameters = parseParameters(value.slice(sentBy.length));
  return parameters && { text: value, ...sentBy.via, parameters };
}

/**
 * What can be saved of a malformed Via value (RFC 4475 3.1.2.1): enough to answer by, its parameters left
 * out. Undefined where not even the host can be made out.
 */
export function salvageVia(value: string): Via | undefined {
  const sentBy = readSentBy(value);
  if (!sentBy) return undefined;
  const { protocol, host, port } = sentBy.via;
  const text = `SIP/2.0/${protocol} ${host}${port === undefined ? "" : `:${port}`}`;
  return { text, ...sentBy.via, parameters: new Map() };
}

function readSentBy(
  value: string,
): { readonly via: Pick<Via, "protocol" | "host" | "port">; readonly length: number } | undefined {
  const [all = "", protocol, host, digits] = SENT_BY.exec(value) ?? [];
  const port = digits === undefined ? undefined : Number(digits);
  if (protocol === undefined || host === undefined || port === 0 || (port ?? 1) > 65_535) return undefined;
  return { via: { protocol: protocol.toUpperCase(), host, port }, length: all.length };
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
  let text = asked ? via.text.replace(/;[ \t]*rport(?![\w=-])(?![ \t]*=)/i, `;rport=${from.port}`) : via.text;
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
