import { isCallId } from "./header-text.ts";
import type { HeaderLine, SipRequest } from "./message.ts";
import { type NameAddr, parseNameAddr, tagOf } from "./name-addr.ts";

/** What a message must have to belong anywhere: From, To, Call-ID and CSeq (RFC 3261 8.1.1), read. */
export type Essentials = Pick<SipRequest, "from" | "fromTag" | "to" | "toTag" | "callId" | "cseq" | "method">;

/** What is wrong with a message, as a reason phrase. */
export type Fault = string;

const CSEQ = /^(\d{1,10})[ \t]+([^ \t]+)$/;
/** Headers of which a message has one at most (RFC 3261 7.3.1, RFC 4475 3.3.8, 3.3.9). */
const SINGLE = new Map([
  ["from", "From"],
  ["to", "To"],
  ["call-id", "Call-ID"],
  ["cseq", "CSeq"],
  ["max-forwards", "Max-Forwards"],
  ["content-length", "Content-Length"],
]);
const LARGEST_CSEQ = 2 ** 31 - 1;

/** Reads From, To, Call-ID and CSeq, or says what is wrong with them. `method` is that of the CSeq. */
export function readEssentials(headers: readonly HeaderLine[]): Essentials | Fault {
  const values = singleValues(headers);
  if (typeof values === "string") return values;
  const from = parseNameAddr(values.get("from") ?? "");
  const to = parseNameAddr(values.get("to") ?? "");
  const callId = values.get("call-id") ?? "";
  const [, number = "", method = ""] = CSEQ.exec(values.get("cseq") ?? "") ?? [];
  if (!from) return "Missing or Malformed From";
  if (!to) return "Missing or Malformed To";
  if (!isCallId(callId)) return "Missing or Malformed Call-ID";
  if (number === "" || Number(number) > LARGEST_CSEQ) return "Missing or Malformed CSeq";
  const tags = readTags(from, to);
  return tags ? { from, to, callId, cseq: Number(number), method, ...tags } : "Malformed Tag";
}

function readTags(from: NameAddr, to: NameAddr): { fromTag: string; toTag: string } | undefined {
  const fromTag = tagOf(from);
  const toTag = tagOf(to);
  return fromTag === false || toTag === false ? undefined : { fromTag: fromTag ?? "", toTag: toTag ?? "" };
}

function singleValues(headers: readonly HeaderLine[]): Map<string, string> | Fault {
  const values = new Map<string, string>();
  for (const { name, value } of headers) {
    const known = SINGLE.get(name);
    if (known === undefined) continue;
    if (values.has(name)) return `Multiple ${known} Headers`;
    values.set(name, value);
  }
  return values;
}
