import type { Context } from "../core/context.ts";
import type { Dialog, Incoming, Outgoing } from "../core/state.ts";
import { header } from "../sip/message.ts";
import type { Estate } from "./estate.ts";
import { holdingsOf } from "./holdings.ts";

/** One line of the list: a flat JSON object, the text in it a byte string like all text here. */
export interface Line {
  /** Where it stands in the order of the list; a list goes on after this. */
  readonly key: string;
  readonly json: string;
}

/** A part of the list, and the key after which it goes on; undefined at its end. */
export interface Page {
  readonly lines: readonly Line[];
  readonly next: string | undefined;
}

/** An answer of this size does not keep others waiting. */
const PAGE_CHARACTERS = 60_000;

/** All there is to adopt of these estates, and all registrations: those belong to no application. */
export function listLines(context: Context, estates: readonly Estate[]): Line[] {
  const { dialogs, incoming, outgoing } = holdingsOf(context, estates);
  const counts = eventCounts(estates);
  const waiting = (id: string): number => counts.get(id) ?? 0;
  const seconds = (owner: unknown): number => {
    const endsAt = estates.find((estate) => estate === owner)?.endsAt ?? context.clock.now();
    return Math.ceil((endsAt - context.clock.now()) / 1000);
  };
  const line = (key: string, facts: object): Line => ({ key, json: JSON.stringify(facts) });
  return [
    ...dialogs.map((dialog) =>
      line(`1 ${dialog.id}`, {
        ...dialogFacts(context, dialog),
        waiting: waiting(dialog.id),
        endsInSeconds: seconds(dialog.owner),
      }),
    ),
    ...incoming.map((request) =>
      line(`2 ${request.id}`, { ...incomingFacts(request), waiting: waiting(request.id) }),
    ),
    ...outgoing.map((request) =>
      line(`2 ${request.id}`, { ...outgoingFacts(request), waiting: waiting(request.id) }),
    ),
    ...context.tables.bindings
      .all()
      .map(({ contact, connection: { protocol, address, port }, seconds: left }) =>
        line(`3 ${contact}`, {
          kind: "registration",
          id: contact,
          protocol,
          address,
          port,
          expiresInSeconds: left,
        }),
      ),
  ].toSorted((one, other) => (one.key < other.key ? -1 : 1));
}

/** The lines after `after` that fit into one answer; at least one. */
export function pageOf(lines: readonly Line[], after: string): Page {
  const rest = lines.filter(({ key }) => key > after);
  let size = 0;
  const end = rest.findIndex(({ json }, at) => {
    size += json.length + 1;
    return at > 0 && size > PAGE_CHARACTERS;
  });
  if (end < 0) return { lines: rest, next: undefined };
  return { lines: rest.slice(0, end), next: rest[end - 1]?.key };
}

/** How many events wait, by dialog and by transaction. */
function eventCounts(estates: readonly Estate[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { delivery } of estates.flatMap(({ waiting }) => waiting.all()))
    for (const id of new Set([delivery.dialogId, delivery.transactionId]))
      counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

function dialogFacts(context: Context, dialog: Dialog): object {
  const { usage, role, callId, localTag, remoteTag, localAddress, remoteAddress } = dialog;
  return {
    kind: "dialog",
    id: dialog.id,
    usage,
    role,
    state: dialog.state,
    ended: !context.tables.dialogs.holds(dialog),
    callId,
    localTag,
    remoteTag,
    localAddress,
    remoteAddress,
    localContact: dialog.localContact,
    remoteTarget: dialog.remoteTarget,
    routeSet: dialog.routeSet,
    localSeq: dialog.localSeq,
    localSdp: dialog.localSdp,
    remoteSdp: dialog.remoteSdp,
    event: dialog.event,
    note: dialog.note,
    awaitingAck: dialog.pendingAck !== undefined,
    unacknowledged: dialog.unacknowledged?.id ?? "",
  };
}

function incomingFacts({ id, request, dialog, answered, done }: Incoming): object {
  return {
    kind: "transaction",
    id,
    role: "uas",
    method: request.method,
    dialog: dialog?.id ?? "",
    state: done ? "ended" : answered ? "proceeding" : "trying",
    callId: request.callId,
    cseq: request.cseq,
    from: header(request, "from") ?? "",
    to: header(request, "to") ?? "",
    uri: request.uri,
  };
}

function outgoingFacts({ id, written, dialog, transaction }: Outgoing): object {
  const { draft, bytes } = written;
  return {
    kind: "transaction",
    id,
    role: "uac",
    method: draft.method,
    dialog: dialog?.id ?? "",
    state: transaction.state,
    callId: draft.callId,
    cseq: draft.cseq,
    from: draft.from,
    to: draft.to,
    uri: draft.uri,
    sip: bytes.toString("latin1"),
  };
}
