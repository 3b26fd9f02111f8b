import type { Ids } from "../ids.ts";
import { type HeaderPair, serialize } from "../sip/serialize.ts";
import type { Protocol } from "../transport/transport.ts";
import { ownVia, type Self } from "./self.ts";

/** A request of ours, all but its Via and Content-Length. */
export interface Draft {
  readonly method: string;
  readonly uri: string;
  readonly from: string;
  readonly fromTag: string;
  readonly to: string;
  readonly callId: string;
  readonly cseq: number;
  readonly maxForwards: string;
  readonly contact: string | undefined;
  readonly routes: readonly string[];
  /** What else goes out, in order. */
  readonly rest: readonly HeaderPair[];
  readonly body: Buffer;
}

/** A draft that has been given its Via, and so its final bytes. */
export interface WrittenRequest {
  readonly draft: Draft;
  readonly branch: string;
  readonly via: string;
  readonly bytes: Buffer;
}

/** What is written into every request of ours. */
interface WritingSetting {
  readonly self: Self;
  readonly ids: Ids;
  readonly product?: string | undefined;
}

/** What a draft is written with, for somebody at that host: our address of the same family. */
export function facing(
  { self, ids, product }: WritingSetting,
  { host }: { readonly host: string },
): WritingSetting {
  return { self: self.facing(host), ids, product };
}

/** Writes a draft for one transport. A CANCEL and the ACK of a failure carry the branch of their INVITE. */
export function writeRequest(
  draft: Draft,
  setting: WritingSetting,
  protocol: Protocol,
  branch: string = setting.ids.branch(),
): WrittenRequest {
  const via = ownVia(setting.self, protocol, branch);
  const headers: HeaderPair[] = [
    ["Via", via],
    ...draft.routes.map((route): HeaderPair => ["Route", route]),
    ["From", draft.from],
    ["To", draft.to],
    ["Call-ID", draft.callId],
    ["CSeq", `${draft.cseq} ${draft.method}`],
    ["Max-Forwards", draft.maxForwards],
  ];
  if (draft.contact !== undefined) headers.push(["Contact", draft.contact]);
  headers.push(...draft.rest);
  const { product } = setting;
  if (product !== undefined && !draft.rest.some(([name]) => name === "User-Agent"))
    headers.push(["User-Agent", product]);
  return {
    draft,
    branch,
    via,
    bytes: serialize(`${draft.method} ${draft.uri} SIP/2.0`, headers, draft.body),
  };
}

/** A response to our own request that nobody sent: time ran out, or the other side cannot be reached. */
export function localResponse({ draft, via }: WrittenRequest, status: number, reason: string): Buffer {
  const headers: HeaderPair[] = [
    ["Via", via],
    ["From", draft.from],
    ["To", draft.to],
    ["Call-ID", draft.callId],
    ["CSeq", `${draft.cseq} ${draft.method}`],
  ];
  return serialize(`SIP/2.0 ${status} ${reason}`, headers, Buffer.alloc(0));
}
