import type { Fault } from "./essentials.ts";
import { splitValues } from "./header-text.ts";
import type { HeaderLine } from "./message.ts";
import { parseNameAddr } from "./name-addr.ts";

const LARGEST_SECONDS = 2 ** 32 - 1;

/** What is wrong with the headers of a request beyond those it cannot do without; undefined where nothing is. */
export function faultInHeaders(headers: readonly HeaderLine[]): Fault | undefined {
  for (const { name, value } of headers) {
    const fault = CHECKS.get(name)?.(value);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

const CHECKS: ReadonlyMap<string, (value: string) => Fault | undefined> = new Map([
  ["max-forwards", faultInMaxForwards],
  ["expires", faultInExpires],
  ["contact", faultInContact],
]);

function faultInMaxForwards(value: string): Fault | undefined {
  return /^\d+$/.test(value) && Number(value) <= 255 ? undefined : "Malformed Max-Forwards";
}

/** Numbers that overflow what the RFC allows them (RFC 4475 3.1.2.4). */
function faultInExpires(value: string): Fault | undefined {
  return overflows(value) ? "Malformed Expires" : undefined;
}

/** Others would be told to send to such an address, or would take it for two (RFC 4475 3.1.2.1, 3.1.2.13). */
function faultInContact(value: string): Fault | undefined {
  if (value === "*") return undefined;
  for (const part of splitValues(value)) {
    const address = parseNameAddr(part);
    if (!address || overflows(address.parameters.get("expires") ?? "")) return "Malformed Contact";
  }
  return undefined;
}

function overflows(value: string): boolean {
  return /^\d+$/.test(value) && Number(value) > LARGEST_SECONDS;
}
