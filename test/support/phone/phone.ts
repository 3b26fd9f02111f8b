import type { Account } from "./account.ts";
import { Endpoint, type EndpointOptions } from "./endpoint.ts";
import { contactUriOf } from "./exchange.ts";
import type { IncomingCall } from "./incoming-call.ts";
import { Line } from "./line.ts";
import { type CallOptions, OutgoingCall } from "./outgoing-call.ts";
import { type Registered, type RegisterOptions, Registration } from "./registration.ts";
import type { WireEntry } from "./wire-log.ts";
import { type Patience, within } from "./within.ts";

/** A SIP phone. */
export class Phone {
  readonly username: string;
  /** Where it can be called directly. */
  readonly uri: string;
  readonly #line: Line;
  readonly #registration: Registration;
  readonly #close: () => Promise<void>;
  readonly #calls: IncomingCall[] = [];
  readonly #waiting: ((call: IncomingCall) => void)[] = [];
  #handler: ((call: IncomingCall) => void) | undefined;

  /** Use {@link createPhone} or {@link createPhoneBank}. `close` frees the socket, where it is the phone's own. */
  constructor(line: Line, close: () => Promise<void>) {
    this.#line = line;
    this.#close = close;
    this.#registration = new Registration(line);
    this.username = line.account.username;
    this.uri = contactUriOf(line);
    line.onCall = (call) => this.#take(call);
  }

  /** What passed the phone's socket, oldest first: the whole bank's where it sits in one. */
  get log(): readonly WireEntry[] {
    return this.#line.endpoint.log.entries;
  }

  /** Tells of every message from now on, until the returned function is called: for what the log is too short for. */
  onWire(listener: (entry: WireEntry) => void): () => void {
    return this.#line.endpoint.log.listen(listener);
  }

  /** Registers with the server; resolves with what it said. */
  async register(options?: RegisterOptions): Promise<Registered> {
    return this.#registration.register(options);
  }

  /** Takes the registration away. */
  async unregister(): Promise<Registered> {
    return this.#registration.unregister();
  }

  /** The next call that comes, or the oldest not yet taken. Rejects when none comes in time. */
  async nextCall({ withinMs = 5_000 }: Patience = {}): Promise<IncomingCall> {
    const waiting = this.#calls.shift();
    if (waiting !== undefined) return waiting;
    const { promise, resolve } = Promise.withResolvers<IncomingCall>();
    this.#waiting.push(resolve);
    try {
      return await within(promise, withinMs, () => `no call came to ${this.username}`);
    } finally {
      const at = this.#waiting.indexOf(resolve);
      if (at >= 0) this.#waiting.splice(at, 1);
    }
  }

  /** Hands every call from now on to this handler. */
  onCall(handler: (call: IncomingCall) => void): void {
    this.#handler = handler;
    for (const call of this.#calls.splice(0)) handler(call);
  }

  /** Calls a SIP URI, or a number at the phone's server. */
  call(target: string, options: CallOptions = {}): OutgoingCall {
    const uri = /^sips?:/i.test(target) ? target : `sip:${target}@${this.#serverPart()}`;
    return new OutgoingCall(this.#line, uri, options);
  }

  /** Hangs up whatever is going on; resolves when every BYE was answered. */
  async hangUpAll(): Promise<void> {
    await this.#line.hangUpAll();
  }

  /** Drops its conversations without a word and frees its ports. Safe to repeat. */
  async close(): Promise<void> {
    this.#registration.stopRenewing();
    await this.#line.abandon();
    await this.#close();
  }

  #serverPart(): string {
    const { server } = this.#line.account;
    if (server === undefined) throw new Error("a phone without a server can only call whole SIP URIs");
    return `${this.#line.domain}:${server.port}`;
  }

  #take(call: IncomingCall): void {
    if (this.#handler !== undefined) return this.#handler(call);
    const next = this.#waiting.shift();
    if (next === undefined) this.#calls.push(call);
    else next(call);
  }
}

/** Makes a phone on a socket of its own. */
export async function createPhone(options: Account & EndpointOptions): Promise<Phone> {
  const endpoint = await Endpoint.open(options);
  const line = new Line(endpoint, options);
  endpoint.taker = line;
  return new Phone(line, async () => endpoint.close());
}
