import type { Conversation } from "./conversation.ts";
import { Dialog } from "./dialog.ts";
import { contactOf } from "./exchange.ts";
import type { Line } from "./line.ts";
import type { Sound } from "./media/tone.ts";
import type { ServerTransaction } from "./server-transaction.ts";
import { type Address, parseAddress } from "./sip/address.ts";
import { headerOf, type Request } from "./sip/message.ts";
import { freshToken } from "./sip/tokens.ts";
import type { SoundSession } from "./sound-session.ts";

/**
 * A call that rings here.
 *
 *   offered → answered | refused | cancelled
 */
export class IncomingCall {
  readonly request: Request;
  readonly callId: string;
  /** Who calls, as From tells it. */
  readonly from: Address;
  /** Resolves when the caller gives up before we answered or refused. */
  readonly cancelled: Promise<void>;
  readonly #line: Line;
  readonly #transaction: ServerTransaction;
  readonly #tag = freshToken();
  readonly #gone = Promise.withResolvers<void>();
  #at: "offered" | "answered" | "refused" | "cancelled" = "offered";

  constructor(line: Line, transaction: ServerTransaction) {
    this.#line = line;
    this.#transaction = transaction;
    this.request = transaction.request;
    this.callId = headerOf(transaction.request, "Call-ID");
    this.from = parseAddress(headerOf(transaction.request, "From"));
    this.cancelled = this.#gone.promise;
    transaction.onCancel = () => this.#cancel();
  }

  get at(): "offered" | "answered" | "refused" | "cancelled" {
    return this.#at;
  }

  /** The top value of a header of the INVITE; empty if it is absent. */
  header(name: string): string {
    return headerOf(this.request, name);
  }

  /** Tells the caller that it rings here (180). */
  ring(): void {
    this.#transaction.respond(180, { toTag: this.#tag, headers: [contactOf(this.#line)] });
  }

  /** Answers (200). Rejects if the caller has gone, or the call has been answered or refused already. */
  async answer(sound?: Sound): Promise<Conversation> {
    return this.#accept(await this.#soundFor(sound));
  }

  /** Answers (200) once the caller has given up, as if answer and CANCEL had crossed on the wire (RFC 3261 §9.1). */
  async answerAcrossCancel(sound?: Sound): Promise<Conversation> {
    const session = await this.#soundFor(sound);
    const { promise: cancelled, resolve } = Promise.withResolvers<void>();
    this.#transaction.onCancel = resolve;
    await cancelled;
    return this.#accept(session);
  }

  /** Refuses everywhere (603). */
  decline(): void {
    this.reject(603);
  }

  /** Refuses here (486). */
  busy(): void {
    this.reject(486);
  }

  /** Refuses with this status. */
  reject(status: number, reason?: string): void {
    if (this.#at !== "offered") return;
    this.#at = "refused";
    this.#transaction.respond(status, { toTag: this.#tag, ...(reason !== undefined && { reason }) });
  }

  async #soundFor(sound: Sound | undefined): Promise<SoundSession> {
    const session = await this.#line.openSound(sound);
    if (this.#at !== "offered") return this.#tooLate(session);
    if (this.request.body !== "" && !session.take(this.request.body)) return this.#incompatible(session);
    return session;
  }

  #accept(session: SoundSession): Conversation {
    this.#at = "answered";
    const conversation = this.#line.begin(Dialog.answering(this.request, this.#tag), session);
    conversation.awaitAck(this.#transaction);
    const answer = { toTag: this.#tag, headers: [contactOf(this.#line)], body: session.describe() };
    this.#transaction.respond(200, answer);
    return conversation;
  }

  #cancel(): void {
    if (this.#at !== "offered") return;
    this.#at = "cancelled";
    this.#transaction.respond(487, { toTag: this.#tag });
    this.#gone.resolve();
  }

  async #tooLate(session: SoundSession): Promise<never> {
    await session.media.close();
    throw new Error(`the call from ${this.from.uri} cannot be answered: it is ${this.#at}`);
  }

  async #incompatible(session: SoundSession): Promise<never> {
    this.reject(488);
    await session.media.close();
    throw new Error(`the call from ${this.from.uri} offers no PCMU`);
  }
}
