import { EventEmitter } from "node:events";
import { createRequire } from "node:module";
import type { AddressInfo, Server } from "node:net";
import { onTestFinished } from "vitest";

/** The parts of drachtio-srf that these tests use. The library is the unmodified one from npm. */
export interface SipMessage {
  readonly method: string;
  readonly uri: string;
  readonly status: number;
  readonly reason: string;
  readonly body: string | undefined;
  get(name: string): string;
  has(name: string): boolean;
}
export interface SrfRequest extends SipMessage, EventEmitter {
  readonly stackTxnId: string;
  readonly stackDialogId: string;
  readonly protocol: string;
  readonly source_address: string;
  readonly source_port: number;
  cancel(opts?: object): void;
}
/** How a proxied request went: each target's answers, and the last of them. */
export interface ProxyResults {
  readonly connected: boolean;
  readonly finalStatus?: number;
  readonly responses: readonly {
    readonly address: string;
    readonly port: number;
    readonly msgs: readonly { readonly status: number; readonly msg: SipMessage }[];
  }[];
}
export interface SrfResponse extends SipMessage {
  readonly source_address: string;
  readonly source_port: number;
  send(
    status: number,
    opts?: object,
    callback?: (error: unknown, sent: SipMessage) => void,
    acknowledged?: (prackOrAck: SrfRequest) => void,
  ): void;
  send(
    status: number,
    reason: string,
    opts?: object,
    callback?: (error: unknown, sent: SipMessage) => void,
  ): void;
}
export interface SrfDialog extends EventEmitter {
  readonly id: string;
  readonly sip: { readonly callId: string; readonly localTag: string; readonly remoteTag: string };
  readonly local: { readonly uri: string; readonly sdp: string };
  readonly remote: { readonly uri: string; readonly sdp: string };
  destroy(): Promise<unknown>;
  modify(sdp: string): Promise<string>;
  /** Without a session description: resolves with theirs, and with what acknowledges it with ours. */
  modify(opts: {
    readonly noAck: true;
  }): Promise<{ readonly sdp: string; readonly ack: (sdp: string) => void }>;
  request(opts: object): Promise<SipMessage>;
}
export interface UacProgress {
  readonly cbRequest?: (error: unknown, request: SrfRequest) => void;
  readonly cbProvisional?: (response: SipMessage) => void;
}
type Handler = (request: SrfRequest, response: SrfResponse) => void;
export interface Srf extends EventEmitter {
  connect(opts: {
    readonly host: string;
    readonly port: number;
    readonly secret: string;
    readonly tls?: object;
  }): void;
  /** Waits to be dialled by the server. */
  listen(opts: {
    readonly host: string;
    readonly port: number;
    readonly secret: string;
    readonly tls?: object;
  }): Server;
  /** Closes the connection on which a request came, where the server dialled it. */
  endSession(request: SrfRequest): void;
  disconnect(): void;
  use(method: string, handler: Handler): void;
  unregisterForMessages(verb: string): void;
  createUAS(request: SrfRequest, response: SrfResponse, opts: object): Promise<SrfDialog>;
  createUAC(uri: string, opts: object, progress?: UacProgress): Promise<SrfDialog>;
  createB2BUA(
    request: SrfRequest,
    response: SrfResponse,
    uri: string,
    opts: object,
    progress?: object,
  ): Promise<{ readonly uas: SrfDialog; readonly uac: SrfDialog }>;
  request(uri: string, opts: object, callback: (error: Error | null, request: SrfRequest) => void): void;
  proxyRequest(
    request: SrfRequest,
    destination: string | readonly string[] | undefined,
    opts: object,
  ): Promise<ProxyResults>;
}

const require = createRequire(import.meta.url);
const Library: new (tags?: readonly string[]) => Srf = require("drachtio-srf");

/** An application that waits to be dialled, on a port of its own; `prepare` registers what it takes. */
export async function listeningSrf(
  secret: string,
  prepare: (srf: Srf) => void,
  tls?: object,
): Promise<{ readonly srf: Srf; readonly port: number }> {
  const srf = new Library();
  prepare(srf);
  const server = srf.listen({ host: "127.0.0.1", port: 0, secret, ...(tls ? { tls } : {}) });
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { srf, port: address.port };
}

/** Connects an application; resolves once it is authenticated, rejects where it is refused. */
export async function connectSrf(
  controlPort: number,
  secret: string,
  opts: { readonly tls?: object; readonly tags?: readonly string[] } = {},
): Promise<Srf> {
  const srf = new Library(opts.tags);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  srf.on("error", () => undefined);
  srf.once("connect", (error: Error | null) => (error ? reject(error) : resolve()));
  srf.connect({ host: "127.0.0.1", port: controlPort, secret, ...(opts.tls ? { tls: opts.tls } : {}) });
  await promise;
  return srf;
}
