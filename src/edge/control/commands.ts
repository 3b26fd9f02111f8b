import { answer } from "../core/answer.ts";
import { type Outcome, refusal } from "../core/app.ts";
import { parseAppMessage } from "../core/app-message.ts";
import { cancelInvite } from "../core/cancel-request.ts";
import type { Context } from "../core/context.ts";
import { requestInDialog } from "../core/in-dialog-request.ts";
import { sendNewRequest } from "../core/new-request.ts";
import type { Resident } from "../estate/residents.ts";
import { readIdentity } from "../estate/tags.ts";
import type { Commander } from "../proxy/progress.ts";
import { proxyRequest } from "../proxy/proxy-request.ts";
import { isSecret, readTags } from "./authenticate.ts";
import { EXTENSION, EXTENSION_HERE, estateCommand } from "./estate-commands.ts";
import type { Failures } from "./failures.ts";
import type { Routes, Taker } from "./routes.ts";

/** What applications are told the server is: the protocol of that version of the original. */
const VERSION = "v0.9.10";

/** How a command is answered. `no` is a fault of protocol: the connection closes after it. */
export type Answer =
  | { readonly type: "ok"; readonly text: string; readonly body?: Buffer }
  | { readonly type: "no"; readonly text: string; readonly afterMs?: number }
  | { readonly type: "sip"; readonly outcome: Outcome }
  /** The command answers by itself, when there is something to say. */
  | { readonly type: "later" };

/** A frame taken apart: `id|verb|fields…`, and what follows the first line. */
export interface Command {
  readonly id: string;
  readonly verb: string;
  readonly fields: readonly string[];
  readonly message: Buffer;
}

/** What commands act upon. */
export interface Desk {
  readonly context: Context;
  readonly routes: Routes;
  /** Without one, any is right. */
  readonly secret: string | undefined;
  readonly failures: Failures;
  /** As `authenticate` reports them: external, then local `proto/ip:port` lists. */
  readonly hostPorts: { readonly external: string; readonly local: string };
}

/** A connected application that may not have proved itself yet. */
export interface Caller extends Taker, Resident, Commander {
  authenticated: boolean;
  tags: readonly string[];
  /** The address it connected from. */
  readonly source: string;
  /** Whose estate it has and leaves, and which of several it is: what it said in its tags. */
  estate: string | undefined;
  instance: string | undefined;
  /** It gave a sign of life. */
  pinged(): void;
  /** Keeps what is delivered to it from now on for so long, in order. */
  holdBack(milliseconds: number): void;
}

/** Takes a payload apart; undefined where it has fewer than two fields. */
export function readCommand(payload: Buffer): Command | undefined {
  const end = payload.indexOf("\r\n", 0, "latin1");
  const line = payload.toString("latin1", 0, end < 0 ? payload.length : end);
  const [id, verb, ...fields] = line.split("|");
  if (id === undefined || verb === undefined) return undefined;
  return { id, verb, fields, message: end < 0 ? Buffer.alloc(0) : payload.subarray(end + 2) };
}

/** Carries one command out. Nothing but `authenticate` is heard from a caller that has not proved itself. */
export function carryOut(desk: Desk, caller: Caller, command: Command): Answer {
  if (command.verb === "authenticate") return authenticate(desk, caller, command.fields);
  if (!caller.authenticated) return { type: "no", text: "not authenticated" };
  const [verb = ""] = command.fields;
  switch (command.verb) {
    case "ping":
      caller.pinged();
      return { type: "ok", text: "OK|pong" };
    case "route":
      return verb === EXTENSION ? EXTENSION_HERE : route(desk.routes, caller, verb);
    case "remove_route":
      desk.routes.remove(verb, caller);
      return { type: "ok", text: "OK" };
    case "sip":
      return sip(desk.context, caller, command);
    case "list":
    case "adopt":
    case "abandon":
    case "note":
      return estateCommand(desk.context, caller, command);
    case "proxy":
      return proxied(desk.context, caller, command);
    default:
      return { type: "no", text: "Unknown message type" };
  }
}

function authenticate(desk: Desk, caller: Caller, fields: readonly string[]): Answer {
  const [secret = "", tags = ""] = fields;
  caller.authenticated = isSecret(secret, desk.secret);
  if (!caller.authenticated) {
    const { source } = caller;
    const afterMs = desk.failures.failed(source);
    desk.context.log.warn({ source, failures: desk.failures.count(source) }, "a wrong control secret");
    return { type: "no", text: "incorrect secret", afterMs };
  }
  settleIn(desk, caller, readTags(tags));
  desk.context.log.info({ source: caller.source, tags: caller.tags }, "an application authenticated");
  return { type: "ok", text: `OK|${desk.hostPorts.external}|${VERSION}|${desk.hostPorts.local}` };
}

/** An earlier connection of the same instance is dead, whatever its socket says: this one takes its place. */
function settleIn({ context }: Desk, caller: Caller, tags: readonly string[]): void {
  Object.assign(caller, { tags, ...readIdentity(tags) });
  context.tables.estates.residents.arrive(caller)?.depart();
}

function route(routes: Routes, caller: Caller, verb: string): Answer {
  if (verb === "") return { type: "no", text: "Invalid message format" };
  return routes.add(verb, caller) ? { type: "ok", text: "OK" } : { type: "no", text: "too many routes" };
}

function proxied(context: Context, caller: Caller, command: Command): Answer {
  const refused = proxyRequest(context, caller, command);
  return refused === undefined ? { type: "later" } : { type: "sip", outcome: refusal(refused) };
}

/** The verb `sip` means five things, told apart by its ids and its start line. */
function sip(context: Context, caller: Caller, { fields, message }: Command): Answer {
  const [transactionId = "", dialogId = "", route = ""] = fields;
  const parsed = parseAppMessage(message);
  if (!parsed) return { type: "sip", outcome: refusal("invalid SIP message") };
  if (parsed.kind === "response") {
    if (transactionId === "") return { type: "no", text: "transaction id missing" };
    const before = context.tables.estates.answered.take(caller, transactionId);
    return { type: "sip", outcome: before ?? answer(context, caller, transactionId, parsed) };
  }
  const via = route === "" ? undefined : route;
  if (dialogId !== "")
    return { type: "sip", outcome: requestInDialog(context, caller, dialogId, parsed, via) };
  if (parsed.method === "CANCEL") {
    return { type: "sip", outcome: cancelInvite(context, caller, transactionId, parsed) };
  }
  if (parsed.method === "ACK")
    return { type: "sip", outcome: requestInDialog(context, caller, "", parsed, via) };
  return { type: "sip", outcome: sendNewRequest(context, caller, parsed, via) };
}
