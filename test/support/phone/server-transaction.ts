import type { Destination } from "./sip/address.ts";
import type { Request, Response } from "./sip/message.ts";
import { type Reply, responseTo } from "./sip/respond.ts";
import { lifetimeMs, repeat, type Timing } from "./sip/retransmission.ts";

/** What a server transaction asks of its socket. */
export interface ServerWire {
  readonly timing: Timing;
  send(message: Response, to: Destination): void;
  forget(transaction: ServerTransaction): void;
}

/**
 * One request received and our responses to it (RFC 3261 §17.2). A request that comes again gets the last response
 * again; a final response to an INVITE is repeated until its ACK (for a 2xx, §13.3.1.4).
 *
 *   trying → proceeding → completed → (64 × T1) gone
 */
export class ServerTransaction {
  readonly request: Request;
  readonly source: Destination;
  /** Called when the peer cancels an INVITE that has no final response yet. */
  onCancel: () => void = () => undefined;
  /** Called when no ACK came for a final response. */
  onUnacknowledged: () => void = () => undefined;
  readonly #wire: ServerWire;
  #last: Response | undefined;
  #stop: () => void = () => undefined;
  #forgetting: NodeJS.Timeout | undefined;

  constructor(wire: ServerWire, request: Request, source: Destination) {
    this.#wire = wire;
    this.request = request;
    this.source = source;
  }

  /** A final response was sent. */
  get completed(): boolean {
    return this.#last !== undefined && this.#last.status >= 200;
  }

  /** Sends a response. After a final one nothing more is sent. */
  respond(status: number, reply: Reply = {}): void {
    if (this.completed) return;
    this.#last = responseTo(this.request, status, reply);
    this.#sendLast();
    if (status >= 200) this.#complete();
  }

  /** The same request came again. */
  repeated(): void {
    this.#sendLast();
  }

  /** The final response's ACK came. */
  acknowledged(): void {
    this.#stop();
  }

  /** The peer cancelled. Too late after a final response. */
  cancelled(): void {
    if (!this.completed) this.onCancel();
  }

  /** Ends every timer; nothing more is sent. */
  abandon(): void {
    this.#stop();
    clearTimeout(this.#forgetting);
  }

  #sendLast(): void {
    if (this.#last !== undefined) this.#wire.send(this.#last, this.source);
  }

  #complete(): void {
    const { timing } = this.#wire;
    this.#forgetting = setTimeout(() => this.#wire.forget(this), lifetimeMs(timing));
    this.#forgetting.unref();
    if (this.request.method !== "INVITE") return;
    this.#stop = repeat({
      timing,
      longestMs: timing.t2Ms,
      again: () => this.#sendLast(),
      gaveUp: () => this.onUnacknowledged(),
    });
  }
}
