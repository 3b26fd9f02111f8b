import type { Dialog } from "./dialog.ts";
import { type Asking, contactOf, Exchange, requestOf } from "./exchange.ts";
import type { Media } from "./media/media.ts";
import type { ServerTransaction } from "./server-transaction.ts";
import type { Request, Response } from "./sip/message.ts";
import type { SoundSession } from "./sound-session.ts";

/** Who ended a conversation. */
export type EndedBy = "peer" | "self";

/** What a conversation is made of. */
export interface ConversationParts {
  readonly asking: Asking;
  readonly dialog: Dialog;
  readonly session: SoundSession;
  /** Called once, when the conversation is over. */
  readonly onEnd: () => void;
}

/**
 * A call that was answered (RFC 3261 §12, §15): sound both ways until one side says BYE.
 *
 *   talking → ended
 */
export class Conversation {
  readonly callId: string;
  readonly rtp: Media;
  /** Resolves when the conversation is over, with who ended it. */
  readonly ended: Promise<EndedBy>;
  /** Resolves when the ACK has come, or was sent. */
  readonly established: Promise<void>;
  readonly #parts: ConversationParts;
  readonly #end = Promise.withResolvers<EndedBy>();
  readonly #established = Promise.withResolvers<void>();
  #unacknowledged: ServerTransaction | undefined;
  #over = false;

  constructor(parts: ConversationParts) {
    this.#parts = parts;
    this.callId = parts.dialog.callId;
    this.rtp = parts.session.media;
    this.ended = this.#end.promise;
    this.established = this.#established.promise;
  }

  /** Says BYE; resolves with the status that answered it. Harmless when the conversation is over: then 481. */
  async hangUp(): Promise<number> {
    if (this.#over) return 481;
    const answered = Promise.withResolvers<Response>();
    this.#unacknowledged?.acknowledged();
    void new Exchange(this.#parts.asking, this.#parts.dialog.request("BYE"), { final: answered.resolve });
    await this.#finish("self");
    return (await answered.promise).status;
  }

  /** Sends the ACK of the answer to our INVITE of this number. */
  acknowledge(inviteCseq: number): void {
    const { asking, dialog } = this.#parts;
    const draft = dialog.ack(inviteCseq);
    asking.endpoint.send(requestOf(asking, draft), draft.to);
    this.#established.resolve();
  }

  /** Repeats our answer until its ACK comes; without one the call is given up (RFC 3261 §13.3.1.4). */
  awaitAck(transaction: ServerTransaction): void {
    this.#unacknowledged = transaction;
    transaction.onUnacknowledged = () => void this.hangUp();
  }

  /** The ACK of our answer came; it carries the peer's description where our answer was an offer. */
  acked(ack: Request): void {
    this.#unacknowledged?.acknowledged();
    this.#unacknowledged = undefined;
    if (ack.body !== "") this.#parts.session.take(ack.body);
    this.#established.resolve();
  }

  /** Answers a request within the dialog. */
  receive(transaction: ServerTransaction): void {
    switch (transaction.request.method) {
      case "BYE":
        transaction.respond(200);
        void this.#finish("peer");
        return;
      case "INVITE":
      case "UPDATE":
        this.#renegotiate(transaction);
        return;
      case "OPTIONS":
        transaction.respond(200, {
          headers: [contactOf(this.#parts.asking)],
          body: this.#parts.session.describe(),
        });
        return;
      case "INFO":
      case "NOTIFY":
      case "MESSAGE":
        transaction.respond(200);
        return;
      default:
        transaction.respond(405, { headers: [["Allow", "INVITE, ACK, BYE, CANCEL, OPTIONS, UPDATE, INFO"]] });
    }
  }

  /** Ends without a word: the phone itself is going. */
  async abandon(): Promise<void> {
    await this.#finish("self");
  }

  #renegotiate(transaction: ServerTransaction): void {
    const { session, dialog, asking } = this.#parts;
    const { request } = transaction;
    if (request.body !== "" && !session.take(request.body)) return transaction.respond(488);
    dialog.retarget(request);
    if (request.method === "INVITE") this.awaitAck(transaction);
    const body = request.method === "UPDATE" && request.body === "" ? "" : session.describe();
    transaction.respond(200, { headers: [contactOf(asking)], body });
  }

  async #finish(by: EndedBy): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    this.#parts.onEnd();
    this.#end.resolve(by);
    await this.rtp.close();
  }
}
