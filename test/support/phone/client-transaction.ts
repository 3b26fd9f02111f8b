import type { Destination } from "./sip/address.ts";
import { cseqOf, type Header, headerOf, headersOf, type Request, type Response } from "./sip/message.ts";
import { responseTo } from "./sip/respond.ts";
import { lifetimeMs, repeat, type Timing } from "./sip/retransmission.ts";

/** What becomes of a request. */
export interface ResponseListener {
  provisional?(response: Response): void;
  /** Once: the final response, or a 408 made here when none came. */
  final(response: Response): void;
  /** A 2xx to an INVITE came again: its ACK was lost. */
  successAgain?(): void;
}

/** What a client transaction asks of its socket. */
export interface ClientWire {
  readonly timing: Timing;
  send(message: Request, to: Destination): void;
  forget(transaction: ClientTransaction): void;
}

/**
 * One request and its responses (RFC 3261 §17.1).
 *
 *   calling → proceeding → completed → (64 × T1) gone
 */
export class ClientTransaction {
  readonly request: Request;
  readonly to: Destination;
  readonly #wire: ClientWire;
  readonly #listener: ResponseListener;
  #stop: () => void = () => undefined;
  #forgetting: NodeJS.Timeout | undefined;
  #at: "calling" | "proceeding" | "completed" = "calling";

  constructor(wire: ClientWire, request: Request, to: Destination, listener: ResponseListener) {
    this.#wire = wire;
    this.request = request;
    this.to = to;
    this.#listener = listener;
  }

  get at(): "calling" | "proceeding" | "completed" {
    return this.#at;
  }

  start(): void {
    const { timing } = this.#wire;
    const invite = this.request.method === "INVITE";
    const again = (): void => this.#wire.send(this.request, this.to);
    this.#stop = repeat({
      timing,
      longestMs: invite ? Number.POSITIVE_INFINITY : timing.t2Ms,
      again,
      gaveUp: () => this.#complete(responseTo(this.request, 408)),
    });
    again();
  }

  receive(response: Response): void {
    if (this.#at === "completed") this.#repeated(response);
    else if (response.status < 200) this.#proceed(response);
    else this.#complete(response);
  }

  /** Ends every timer; nothing more is told. */
  abandon(): void {
    this.#stop();
    clearTimeout(this.#forgetting);
  }

  #proceed(response: Response): void {
    this.#at = "proceeding";
    if (this.request.method === "INVITE") this.#stop();
    this.#listener.provisional?.(response);
  }

  #complete(response: Response): void {
    this.#stop();
    this.#at = "completed";
    this.#forgetting = setTimeout(() => this.#wire.forget(this), lifetimeMs(this.#wire.timing));
    this.#forgetting.unref();
    this.#acknowledgeRefusal(response);
    this.#listener.final(response);
  }

  #repeated(response: Response): void {
    if (response.status >= 300) this.#acknowledgeRefusal(response);
    else if (response.status >= 200) this.#listener.successAgain?.();
  }

  /** The ACK of a refusal belongs to the transaction (RFC 3261 §17.1.1.3); that of a 2xx to the dialog. */
  #acknowledgeRefusal(response: Response): void {
    if (this.request.method !== "INVITE" || response.status < 300) return;
    this.#wire.send(withinTransaction(this.request, "ACK", headerOf(response, "To")), this.to);
  }
}

/** A CANCEL or ACK that belongs to an INVITE's own transaction: same Via, same number (RFC 3261 §9.1, §17.1.1.3). */
export function withinTransaction(
  invite: Request,
  method: "ACK" | "CANCEL",
  to = headerOf(invite, "To"),
): Request {
  const routes = headersOf(invite, "Route").map((value): Header => ["Route", value]);
  return {
    kind: "request",
    method,
    uri: invite.uri,
    headers: [
      ["Via", headerOf(invite, "Via")],
      ["Max-Forwards", "70"],
      ...routes,
      ["From", headerOf(invite, "From")],
      ["To", to],
      ["Call-ID", headerOf(invite, "Call-ID")],
      ["CSeq", `${cseqOf(invite).number} ${method}`],
    ],
    body: "",
  };
}
