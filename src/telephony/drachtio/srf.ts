/**
 * drachtio-srf as this adapter uses it: requests, responses, transactions and the control link, not its dialogs. The
 * library's own type declarations are incomplete and in places wrong, so what is used of it is declared here.
 */

import type { Socket } from "node:net";
import Srf from "drachtio-srf";
import { tellOfHandOver } from "./adoption.ts";
import type { Transport } from "./binding.ts";
import type { Answer, Content, Headers, Incoming, Outgoing, Replies, Request } from "./message.ts";

interface LibraryMessage {
  readonly body: string | undefined;
  get(name: string): string | undefined;
}

interface LibraryRequest extends LibraryMessage {
  readonly method: string;
  readonly uri: string;
  readonly source_address: string;
  readonly source_port: number;
  readonly protocol: string;
  readonly stackDialogId: string | undefined;
  on(event: "cancel", listener: (cancel: LibraryMessage) => void): void;
  on(event: "update", listener: (request: LibraryRequest, response: LibraryResponse) => void): void;
  on(event: "response", listener: (answer: LibraryAnswer, acknowledge: Acknowledge) => void): void;
  cancel(options: LibraryContent, done: (error: unknown) => void): void;
}

interface LibraryContent {
  readonly headers: Record<string, string>;
  readonly body?: string;
}

type Acknowledge = (options: LibraryContent) => void;

interface LibraryAnswer extends LibraryMessage {
  readonly status: number;
  readonly source_address: string;
  readonly stackDialogId: string | undefined;
}

interface LibraryResponse {
  readonly stackDialogId: string | undefined;
  send(status: number, options: LibraryContent, sent?: (error: unknown) => void): void;
}

interface Library {
  on(event: "connect", listener: (error: unknown, endpoints: string) => void): void;
  on(event: "error", listener: (error: unknown) => void): void;
  on(event: "close", listener: () => void): void;
  use(handler: (request: LibraryRequest, response: LibraryResponse) => void): void;
  use(method: string, handler: (request: LibraryRequest, response: LibraryResponse) => void): void;
  request(
    uri: string,
    options: LibraryContent & { method: string; stackDialogId?: string; proxy?: string },
    sent: (error: unknown, request: LibraryRequest | undefined) => void,
  ): void;
  connect(options: { host: string; port: number; secret: string; reconnect: { maxAttempts: number } }): void;
  disconnect(socket?: Socket): void;
}

const isLibrary = (value: unknown): value is Library => value instanceof Srf;

/** Where the SIP server takes control connections. */
export interface ControlAddress {
  readonly host: string;
  readonly port: number;
  readonly secret: string;
}

export interface LinkEvents {
  /** The SIP server accepted us; `endpoints` are its SIP addresses, as `proto/address:port,…`. */
  connected(endpoints: string): void;
  /** Whether it keeps our calls for a successor should we be lost; comes after `connected`. */
  readonly handOverKnown?: (able: boolean) => void;
  /** The connection could not be made, was refused, or is over. Comes exactly once. */
  closed(why: string): void;
  requestArrived(request: Incoming): void;
}

/** One control connection, from its opening to its end. It does not come back by itself. */
export interface ControlLink {
  send(request: Request, replies: Replies): Outgoing;
  close(): void;
}

/** The methods of which the SIP server gives us those that start something new. */
const METHODS = [
  "invite",
  "register",
  "options",
  "message",
  "subscribe",
  "publish",
  "notify",
  "info",
  "refer",
] as const;

/** Opens one control connection. */
export function openLink(address: ControlAddress, events: LinkEvents): ControlLink {
  const library: unknown = new Srf();
  if (!isLibrary(library)) throw new Error("drachtio-srf made something that is not a drachtio-srf");
  const take = (request: LibraryRequest, response: LibraryResponse) =>
    events.requestArrived(incoming(request, response));
  library.use(take);
  for (const method of METHODS) library.use(method, take);
  watch(library, events);
  // One attempt: reconnecting by the library would leave Nagle's algorithm on, and could not be stopped.
  library.connect({ ...address, reconnect: { maxAttempts: 1 } });
  return {
    send: (request, replies) => send(library, request, replies, take),
    close: () => disconnect(library),
  };
}

function watch(library: Library, events: LinkEvents): void {
  let why = "closed by the SIP server";
  let over = false;
  library.on("error", (error) => {
    why = textOf(error);
  });
  library.on("connect", (error, endpoints) => {
    if (error) {
      why = "the SIP server refused the secret";
      return disconnect(library);
    }
    events.connected(endpoints);
    return void tellOfHandOver(library, events.handOverKnown);
  });
  library.on("close", () => {
    if (!over) events.closed(why);
    over = true;
  });
}

function disconnect(library: Library): void {
  try {
    library.disconnect();
  } catch {
    // The library asserts that there is a connection; without one there is nothing to close.
  }
}

function incoming(request: LibraryRequest, response: LibraryResponse): Incoming {
  return {
    method: request.method,
    uri: request.uri,
    body: request.body ?? "",
    source: {
      address: request.source_address,
      port: request.source_port,
      protocol: transport(request.protocol),
    },
    dialogId: request.stackDialogId ?? "",
    header: (name) => request.get(name),
    answer: (status, content = {}) => respond(response, status, content),
    answerKnowing(status, content, sent) {
      respond(response, status, content, (error) => sent(error ? undefined : response.stackDialogId));
    },
    onCancel: (listener) => request.on("cancel", (cancel) => listener(cancel.get("Reason"))),
  };
}

function send(
  library: Library,
  request: Request,
  replies: Replies,
  take: (request: LibraryRequest, response: LibraryResponse) => void,
): Outgoing {
  let sent: LibraryRequest | undefined;
  let cancelled: { reason: string | undefined } | undefined;
  const cancelSent = (reason: string | undefined) =>
    sent?.cancel(written({ headers: { Reason: reason } }, "User-Agent"), () => undefined);
  const options = {
    ...written(request, "User-Agent"),
    method: request.method,
    ...(request.dialogId === undefined ? {} : { stackDialogId: request.dialogId }),
    ...(request.nextHop === undefined ? {} : { proxy: request.nextHop }),
  };
  try {
    // The callback form: with a promise, an answer that comes at once would be lost.
    library.request(request.uri ?? "sip:placeholder", options, (error, made) => {
      if (made === undefined) return replies.notSent(isNoDialog(error) ? "no-dialog" : "refused");
      sent = made;
      made.on("response", (answer, acknowledge) => replies.answered(read(answer, acknowledge)));
      made.on("update", take);
      return cancelled === undefined ? undefined : cancelSent(cancelled.reason);
    });
  } catch {
    // The library asserts that there is a connection.
    queueMicrotask(() => replies.notSent("no-link"));
  }
  return {
    cancel(reason) {
      if (cancelled !== undefined) return;
      cancelled = { reason };
      cancelSent(reason);
    },
  };
}

function read(answer: LibraryAnswer, acknowledge: Acknowledge): Answer {
  return {
    status: answer.status,
    madeHere: answer.source_address === "",
    body: answer.body ?? "",
    dialogId: answer.stackDialogId ?? "",
    header: (name) => answer.get(name),
    acknowledge: (content = {}) => acknowledge(written(content, "User-Agent")),
  };
}

/** A bound on each header, so that no far end can make us write a frame the SIP server cannot take. */
const LONGEST_HEADER = 1_024;

/** Header lines as the library writes them. No value can smuggle in a line of its own. */
function written(content: Content, ourName: "Server" | "User-Agent"): LibraryContent {
  const headers: Record<string, string> = { [ourName]: "Fivenines" };
  const entries: [string, Headers[string]][] = Object.entries(content.headers ?? {});
  for (const [name, value] of entries) {
    const lines = typeof value === "string" ? [value] : (value ?? []);
    if (lines.length === 0) continue;
    headers[name] = lines.map(oneLine).join(`\r\n${name}: `);
  }
  return { headers, ...(content.body === undefined ? {} : { body: content.body }) };
}

const oneLine = (value: string): string => value.replace(/[\r\n\0]+/g, " ").slice(0, LONGEST_HEADER);

/** Sends a response; a status the library has no phrase for becomes the first of its class (RFC 3261 §8.1.3.2). */
function respond(
  response: LibraryResponse,
  status: number,
  content: Content,
  sent?: (error: unknown) => void,
): void {
  const options = written(content, "Server");
  try {
    response.send(status, options, sent);
  } catch {
    response.send(Math.floor(status / 100) * 100, options, sent);
  }
}

const transport = (protocol: string): Transport =>
  protocol === "tcp" || protocol === "tls" ? protocol : "udp";

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const isNoDialog = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENODIALOG";
