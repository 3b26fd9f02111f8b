import type { Answer, Headers, Incoming, SipClient } from "./message.ts";
import { sameBody } from "./message.ts";

/**
 * One side of a call that is joined back-to-back: one dialog with one far end.
 *
 *   answered (by us, its ACK not yet here) → acknowledged → over
 *   answered (by the far end)              → acknowledged → over
 *
 * A BYE may not overtake the ACK of our own 200 (RFC 3261 §15), so it is held until then. If no ACK comes, the SIP
 * server ends the dialog itself.
 */
export class Leg {
  readonly dialogId: string;
  readonly #client: SipClient;
  #acknowledged: boolean;
  #heldBye: Headers | undefined;
  #wantsAck: Answer | undefined;

  constructor(client: SipClient, dialogId: string, acknowledged: boolean) {
    this.#client = client;
    this.dialogId = dialogId;
    this.#acknowledged = acknowledged;
  }

  /** The other side's 200 whose ACK has to carry what this far end's ACK will say: the answer to a late offer. */
  passAckTo(answer: Answer): void {
    this.#wantsAck = answer;
  }

  /** The far end's ACK arrived. */
  acknowledgedBy(ack: Incoming): void {
    this.#acknowledged = true;
    this.#wantsAck?.acknowledge(sameBody(ack));
    this.#wantsAck = undefined;
    if (this.#heldBye !== undefined) this.#bye(this.#heldBye);
    this.#heldBye = undefined;
  }

  /** Ends the dialog with a BYE, as soon as it may be sent. */
  hangUp(headers: Headers): void {
    if (this.#acknowledged) this.#bye(headers);
    else this.#heldBye = headers;
  }

  /** Its BYE waits for an ACK. */
  get holdsBye(): boolean {
    return this.#heldBye !== undefined;
  }

  /** Nothing more comes of the far end's ACK; whatever still waited for its ACK need not wait longer. */
  gone(): void {
    this.#wantsAck?.acknowledge();
    this.#wantsAck = undefined;
  }

  #bye(headers: Headers): void {
    sendBye(this.#client, this.dialogId, headers);
  }
}

/** Ends a dialog. Whatever comes of it, there is nothing left to do. */
export function sendBye(client: SipClient, dialogId: string, headers: Headers): void {
  client.send({ method: "BYE", dialogId, headers }, { answered: () => undefined, notSent: () => undefined });
}
