import { z } from "zod";
import type { ReplyContent } from "../../core/reply-text.ts";
import { parseNameAddr } from "../../sip/name-addr.ts";
import type { HeaderPair } from "../../sip/serialize.ts";
import { type Place, parseRouteUri } from "./place.ts";

/** What a routing hook decided; `undecided` where it said nothing that can be used, and why. */
export type Verdict =
  | { readonly type: "dial"; readonly place: Place }
  | { readonly type: "tagged"; readonly tag: string }
  | { readonly type: "answer"; readonly answer: ReplyContent }
  | { readonly type: "undecided"; readonly why: string };

/** One line of printable text: it goes into a header. */
const Line = z.string().regex(/^[^\p{Cc}]*$/u);
const Contact = Line.refine((text) => parseNameAddr(text) !== undefined);

const Answer = z.discriminatedUnion("action", [
  z.object({
    action: z.literal("route"),
    data: z.union([z.object({ uri: Line }), z.object({ tag: Line.min(1) })]),
  }),
  z.object({
    action: z.literal("reject"),
    data: z.object({ status: z.int().min(300).max(699), reason: Line.optional() }),
  }),
  z.object({
    action: z.literal("redirect"),
    data: z.object({ contact: z.union([Contact, z.array(Contact).min(1).max(32)]) }),
  }),
]);

/** Reason phrases of RFC 3261 21 for what a hook is likely to reject with. */
const REASONS: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  410: "Gone",
  480: "Temporarily Unavailable",
  486: "Busy Here",
  488: "Not Acceptable Here",
  500: "Server Internal Error",
  503: "Service Unavailable",
  600: "Busy Everywhere",
  603: "Decline",
  604: "Does Not Exist Anywhere",
};

/** Reads the JSON a routing hook answered with. */
export function readVerdict(text: string): Verdict {
  const parsed = Answer.safeParse(json(text));
  if (!parsed.success)
    return { type: "undecided", why: "no action that is known, or with data it does not have" };
  const { action, data } = parsed.data;
  if (action === "reject") return answer(data.status, data.reason ?? REASONS[data.status] ?? "Rejected", []);
  if (action === "redirect") {
    const contacts = typeof data.contact === "string" ? [data.contact] : data.contact;
    return answer(
      302,
      "Moved Temporarily",
      contacts.map((contact) => ["Contact", byteString(contact)]),
    );
  }
  if ("tag" in data) return { type: "tagged", tag: data.tag };
  const place = parseRouteUri(data.uri);
  return place ? { type: "dial", place } : { type: "undecided", why: "a uri that is no host with a port" };
}

function answer(status: number, reason: string, headers: readonly HeaderPair[]): Verdict {
  return { type: "answer", answer: { status, reason: byteString(reason), headers } };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function byteString(text: string): string {
  return Buffer.from(text).toString("latin1");
}
