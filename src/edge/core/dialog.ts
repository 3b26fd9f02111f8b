import { splitValues } from "../sip/header-text.ts";
import { header, headerLines, type SipRequest, type SipResponse } from "../sip/message.ts";
import { parseNameAddr } from "../sip/name-addr.ts";
import { parseUri } from "../sip/uri.ts";
import type { Target } from "../transport/resolve.ts";
import type { Hop, Source } from "../transport/transport.ts";
import type { App } from "./app.ts";
import { nothingUnderWay } from "./dialog-progress.ts";
import type { Draft } from "./draft.ts";
import { forkTagged } from "./forks.ts";
import { isPrivate } from "./private-address.ts";
import type { Dialog } from "./state.ts";

/** The dialog name applications use. */
export function dialogId(callId: string, fromTag: string): string {
  return `${callId};from-tag=${fromTag}`;
}

const nothingPending = {
  flow: undefined,
  answeredBy: undefined,
  correctedContact: undefined,
  ownInvite: undefined,
  peerInvite: undefined,
  peerUpdate: undefined,
  unacknowledged: undefined,
  pendingAck: undefined,
  expiry: undefined,
  note: "",
} as const;

/** What a dialog knows of its other side. */
export type OtherSide = Pick<Dialog, "remoteTag" | "remoteAddress" | "remoteTarget" | "routeSet" | "flow">;

/** The dialog that a request of ours may create. */
export function callingDialog(
  draft: Draft,
  owner: App,
  usage: Dialog["usage"],
  route: Target | undefined,
): Dialog {
  return {
    ...nothingPending,
    ...nothingUnderWay(),
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
    ...nothingUnderWay(),
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
    peerUpdates: allowsUpdate(request),
  };
}

/**
 * Takes over what an answer of the other side says (RFC 3261 12.1.2): in a confirmed dialog only the
 * target. The state is the caller's to change.
 */
export function learnFromResponse(dialog: Dialog, response: SipResponse, source: Source): void {
  if (dialog.state === "confirmed") {
    dialog.peerUpdates ||= allowsUpdate(response);
    return refreshTarget(dialog, response, source);
  }
  const known = forkTagged(dialog, response.toTag) ?? dialog;
  learnFromSide(dialog, answeringSide(known, response, source), response);
}

/** Turns an early dialog to the side that spoke last. */
export function learnFromSide(dialog: Dialog, side: OtherSide, response: SipResponse): void {
  const { remoteTag, remoteAddress, remoteTarget, routeSet, flow } = side;
  Object.assign(dialog, { remoteTag, remoteAddress, remoteTarget, routeSet, flow });
  dialog.peerUpdates ||= allowsUpdate(response);
}

/** The other side of a dialog, as an answer of its own tells it. */
export function answeringSide(
  { remoteAddress, remoteTarget }: Pick<Dialog, "remoteAddress" | "remoteTarget">,
  response: SipResponse,
  source: Source,
): OtherSide {
  const contact = contactUri(response);
  const routeSet = recordRoutes(response).toReversed();
  const [route] = routeSet;
  return {
    remoteTag: response.toTag,
    remoteAddress: header(response, "to") ?? remoteAddress,
    remoteTarget: contact ?? remoteTarget,
    routeSet,
    flow: route === undefined ? flowOfCallee(source, contact) : flowPastRoute(source, route),
  };
}

/** A NOTIFY that overtakes the answer to our SUBSCRIBE creates the dialog (RFC 6665 4.1.2.4). */
export function learnFromNotify(dialog: Dialog, notify: SipRequest, source: Source): void {
  const contact = contactUri(notify);
  dialog.state = "confirmed";
  dialog.remoteTag = notify.fromTag;
  dialog.remoteAddress = header(notify, "from") ?? dialog.remoteAddress;
  dialog.remoteTarget = contact ?? dialog.remoteTarget;
  dialog.routeSet = recordRoutes(notify);
  dialog.flow = dialog.routeSet.length > 0 ? undefined : flowOfCallee(source, contact);
}

/** A target refresh (RFC 3261 12.2): the other side is reached elsewhere from now on. The routes stay. */
export function refreshTarget(dialog: Dialog, message: SipRequest | SipResponse, source: Source): void {
  const contact = contactUri(message);
  if (contact === undefined) return;
  const tag = message.kind === "request" ? message.fromTag : message.toTag;
  const flowOf = dialog.role === "uas" ? flowOfCaller : flowOfCallee;
  const side = (routeSet: readonly string[]) => ({
    remoteTarget: contact,
    flow: routeSet.length > 0 ? undefined : flowOf(source, contact),
  });
  dialog.forks = dialog.forks.map((fork) =>
    fork.remoteTag === tag ? { ...fork, ...side(fork.routeSet) } : fork,
  );
  if (dialog.remoteTag === tag) Object.assign(dialog, side(dialog.routeSet));
}

/** The URI of the first Contact; undefined where there is none or it is `*`. */
export function contactUri(message: SipRequest | SipResponse): string | undefined {
  const value = header(message, "contact");
  return value === undefined ? undefined : parseNameAddr(splitValues(value)[0] ?? "")?.uri;
}

function allowsUpdate(message: SipRequest | SipResponse): boolean {
  return headerLines(message, "allow").some((value) => /\bUPDATE\b/.test(value));
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

/** A proxy that calls itself by a private address (RFC 1918) we do not see it at is reached where it answers from. */
function flowPastRoute(source: Source, route: string): Hop | undefined {
  const host = parseUri(parseNameAddr(route)?.uri ?? "")?.host ?? "";
  return isPrivate(host) && host !== source.address ? hopBack(source) : undefined;
}

/** The way back to where a message came from. */
export function hopBack({ protocol, address, port, connection }: Source): Hop {
  return { protocol, address, port, connection };
}
