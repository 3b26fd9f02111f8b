import { splitValues } from "../sip/header-text.ts";
import { header, headerLines, type SipRequest, type SipResponse } from "../sip/message.ts";
import { parseNameAddr } from "../sip/name-addr.ts";
import { parseUri } from "../sip/uri.ts";
import type { Target } from "../transport/resolve.ts";
import type { Hop, Source } from "../transport/transport.ts";
import type { App } from "./app.ts";
import type { Draft } from "./draft.ts";
import type { Dialog } from "./state.ts";

/** The dialog name applications use. */
export function dialogId(callId: string, fromTag: string): string {
  return `${callId};from-tag=${fromTag}`;
}

const nothingPending = {
  flow: undefined,
  ownInvite: undefined,
  peerInvite: undefined,
  peerUpdate: undefined,
  unacknowledged: undefined,
  pendingAck: undefined,
  expiry: undefined,
  localSdp: "",
  remoteSdp: "",
  note: "",
} as const;

/** The dialog that a request of ours may create. */
export function callingDialog(
  draft: Draft,
  owner: App,
  usage: Dialog["usage"],
  route: Target | undefined,
): Dialog {
  return {
    ...nothingPending,
    id: dialogId(draft.callId, draft.fromTag),
    usage,
    role: "uac",
    owner,
    callId: draft.callId,
    localTag: draft.fromTag,
    localAddress: draft.from,
    state: "calling",
    remoteTag: "",
    remoteAddress: draft.to,
    remoteTarget: draft.uri,
    routeSet: [],
    localSeq: draft.cseq,
    localContact: draft.contact ?? "",
    route,
    event: draft.rest.find(([name]) => name === "Event")?.[1] ?? "",
  };
}

/** The dialog that our answer to a request creates (RFC 3261 12.1.1). */
export function answeringDialog(
  request: SipRequest,
  source: Source,
  facts: {
    readonly owner: App;
    readonly usage: Dialog["usage"];
    readonly localTag: string;
    readonly localAddress: string;
    readonly localContact: string;
    readonly localSeq: number;
  },
): Dialog {
  const routeSet = recordRoutes(request);
  const contact = contactUri(request);
  return {
    ...nothingPending,
    ...facts,
    id: dialogId(request.callId, request.fromTag),
    role: "uas",
    callId: request.callId,
    state: "early",
    remoteTag: request.fromTag,
    remoteAddress: header(request, "from") ?? "",
    remoteTarget: contact ?? parseNameAddr(header(request, "from") ?? "")?.uri ?? request.uri,
    routeSet,
    route: undefined,
    flow: routeSet.length > 0 ? undefined : flowOfCaller(source, contact),
    event: header(request, "event") ?? "",
  };
}

/**
 * Takes over what an answer of the other side says (RFC 3261 12.1.2): in a confirmed dialog only the
 * target. The state is the caller's to change.
 */
export function learnFromResponse(dialog: Dialog, response: SipResponse, source: Source): void {
  const contact = contactUri(response);
  if (contact !== undefined) dialog.remoteTarget = contact;
  if (dialog.state === "confirmed") return;
  dialog.remoteTag = response.toTag;
  dialog.remoteAddress = header(response, "to") ?? dialog.remoteAddress;
  dialog.routeSet = recordRoutes(response).toReversed();
  dialog.flow = dialog.routeSet.length > 0 ? undefined : flowOfCallee(source, contact);
}

/** The URI of the first Contact; undefined where there is none or it is `*`. */
export function contactUri(message: SipRequest | SipResponse): string | undefined {
  const value = header(message, "contact");
  return value === undefined ? undefined : parseNameAddr(splitValues(value)[0] ?? "")?.uri;
}

function recordRoutes(message: SipRequest | SipResponse): string[] {
  return headerLines(message, "record-route").flatMap(splitValues);
}

/** Callers behind NAT, or on a connection, are reached where they called from. */
function flowOfCaller(source: Source, contact: string | undefined): Hop | undefined {
  const uri = contact === undefined ? undefined : parseUri(contact);
  const direct =
    source.protocol === "udp" && uri?.host === source.address && (uri.port ?? 5060) === source.port;
  return direct ? undefined : hopBack(source);
}

/** For callees only another address counts: many answer from one port and listen on another. */
function flowOfCallee(source: Source, contact: string | undefined): Hop | undefined {
  const uri = contact === undefined ? undefined : parseUri(contact);
  return source.protocol === "udp" && uri?.host === source.address ? undefined : hopBack(source);
}

function hopBack({ protocol, address, port, connection }: Source): Hop {
  return { protocol, address, port, connection };
}
