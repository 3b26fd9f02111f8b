import type { EventEmitter } from "node:events";
import Srf from "drachtio-srf";
import type { DialogFacts, TransactionFacts } from "./adoption-facts.ts";
import { type ControlWire, member } from "./adoption-wire.ts";

/** A dialog of drachtio-srf, as far as it is used here. */
export interface AdoptedDialog extends EventEmitter {
  readonly id: string;
  readonly type: "uac" | "uas";
  readonly local: { sdp: string };
  readonly remote: { sdp: string };
  destroy(): Promise<unknown>;
  modify(sdp: string): Promise<unknown>;
}

/** A request of our own of drachtio-srf's, that `response` events come for. */
export interface AdoptedRequest extends EventEmitter {
  agent: unknown;
  socket: unknown;
  readonly method: string;
  cancel(options?: object): void;
}

/** A response as drachtio-srf gives it. */
export interface AdoptedResponse {
  agent: unknown;
  req: unknown;
  msg: unknown;
  meta: object;
  readonly status: number;
  readonly body: string;
  readonly stackDialogId: string;
}

/** Where drachtio-srf keeps its dialogs. */
export interface DialogHolder {
  findDialogById(id: string): AdoptedDialog | undefined;
  addDialog(dialog: AdoptedDialog): void;
  removeDialog(dialog: AdoptedDialog): void;
}

interface Library {
  readonly Dialog: new (
    srf: DialogHolder,
    role: "uac" | "uas",
    made: { readonly req: unknown; readonly res: unknown; readonly sent?: unknown },
  ) => AdoptedDialog;
  readonly SipMessage: new (message: object | string) => object;
  readonly SipRequest: new (message: object, meta: object) => AdoptedRequest;
  readonly SipResponse: new (agent: unknown) => AdoptedResponse;
}

const CLASSES = ["Dialog", "SipMessage", "SipRequest", "SipResponse"];
const isWhole = (library: unknown): library is Library =>
  CLASSES.every((name) => typeof member(library, name) === "function");

/** Whether this is a drachtio-srf whose dialogs can be added to. */
export const holdsDialogs = (srf: unknown): srf is DialogHolder =>
  ["findDialogById", "addDialog", "removeDialog"].every((name) => typeof member(srf, name) === "function");

function library(): Library {
  const found: unknown = Srf;
  if (!isWhole(found))
    throw new Error("drachtio-srf no longer has the classes that dialogs are rebuilt from");
  return found;
}

/**
 * Gives drachtio-srf a dialog it did not see begin: the two messages that would have begun it are written from
 * what the SIP server knows. One that it still has, as after a mere loss of the connection, is kept and
 * only moved to the new connection.
 */
export function rebuildDialog(srf: DialogHolder, wire: ControlWire, facts: DialogFacts): AdoptedDialog {
  const known = srf.findDialogById(facts.id);
  if (known) return moved(known, wire);
  const { Dialog, SipMessage } = library();
  const [theirs, ours] = [`<${facts.remoteTarget}>`, facts.localContact];
  const uas = facts.role === "uas";
  const req = request(wire, {
    method: facts.usage,
    uri: uas ? uriIn(ours) : facts.remoteTarget,
    body: uas ? facts.remoteSdp : facts.localSdp,
    headers: {
      from: uas ? facts.remoteAddress : facts.localAddress,
      to: uas ? facts.localAddress : facts.remoteAddress,
      "call-id": facts.callId,
      cseq: `1 ${facts.usage}`,
      contact: uas ? theirs : ours,
      ...(facts.event === "" ? {} : { event: facts.event }),
    },
  });
  const answer = new SipMessage({
    status: 200,
    reason: "OK",
    body: uas ? facts.localSdp : facts.remoteSdp,
    headers: {
      from: uas ? facts.remoteAddress : facts.localAddress,
      to: uas ? facts.localAddress : facts.remoteAddress,
      "call-id": facts.callId,
      contact: uas ? ours : theirs,
    },
  });
  const dialog = new Dialog(srf, facts.role, {
    req,
    res: response(wire, req, answer, facts.id),
    sent: answer,
  });
  srf.addDialog(dialog);
  return dialog;
}

/** Gives drachtio-srf a request of ours whose answers are still to come. */
export function rebuildRequest(
  wire: ControlWire,
  facts: Extract<TransactionFacts, { role: "uac" }>,
): AdoptedRequest {
  const { SipMessage, SipRequest } = library();
  const req = new SipRequest(new SipMessage(facts.sip), meta("application", facts.id, facts.dialog));
  req.agent = wire.agent;
  req.socket = wire.socket;
  wire.pendingSipRequests.set(facts.id, { req });
  return req;
}

/** Makes the dialog of an INVITE of ours that was answered 200; the caller acknowledges it. */
export function establish(
  srf: DialogHolder,
  req: AdoptedRequest,
  res: AdoptedResponse,
  wire: ControlWire,
): AdoptedDialog {
  res.agent = wire.agent;
  const dialog = new (library().Dialog)(srf, "uac", { req, res });
  srf.addDialog(dialog);
  return dialog;
}

function moved(dialog: AdoptedDialog, { socket }: ControlWire): AdoptedDialog {
  const req = member(dialog, "req");
  if (typeof req === "object" && req !== null) Reflect.set(req, "socket", socket);
  return dialog;
}

function request(wire: ControlWire, message: object): AdoptedRequest {
  const { SipMessage, SipRequest } = library();
  const req = new SipRequest(new SipMessage(message), meta("network", "", ""));
  req.agent = wire.agent;
  req.socket = wire.socket;
  return req;
}

function response(
  wire: ControlWire,
  req: AdoptedRequest,
  message: object,
  dialogId: string,
): AdoptedResponse {
  const res = new (library().SipResponse)(wire.agent);
  res.msg = message;
  res.req = req;
  res.meta = meta("network", "", dialogId);
  return res;
}

function meta(source: "network" | "application", transactionId: string, dialogId: string): object {
  return { source, address: "", port: "", protocol: "", time: "", transactionId, dialogId };
}

/** The URI in a Contact of our own. */
function uriIn(contact: string): string {
  return /<([^>]*)>/.exec(contact)?.[1] ?? contact;
}
