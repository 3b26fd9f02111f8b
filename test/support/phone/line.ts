import type { Account } from "./account.ts";
import { Conversation } from "./conversation.ts";
import type { Dialog } from "./dialog.ts";
import type { Endpoint } from "./endpoint.ts";
import { contactOf } from "./exchange.ts";
import { IncomingCall } from "./incoming-call.ts";
import type { Media } from "./media/media.ts";
import type { Sound } from "./media/tone.ts";
import type { ServerTransaction } from "./server-transaction.ts";
import { parseAddress } from "./sip/address.ts";
import { headerOf, type Request } from "./sip/message.ts";
import { SoundSession } from "./sound-session.ts";

/** One account on a socket: takes its incoming calls and holds its conversations. */
export class Line {
  readonly endpoint: Endpoint;
  readonly account: Account;
  /** Told of each call as it comes. */
  onCall: (call: IncomingCall) => void = () => undefined;
  readonly #conversations = new Map<string, Conversation>();
  readonly #sounds = new Set<Media>();

  constructor(endpoint: Endpoint, account: Account) {
    this.endpoint = endpoint;
    this.account = account;
  }

  get domain(): string {
    return this.account.domain ?? this.account.server?.host ?? this.endpoint.host;
  }

  get addressOfRecord(): string {
    return `sip:${encodeURIComponent(this.account.username)}@${this.domain}`;
  }

  /** Binds a port for the sound of one call; it is given back with the line at the latest. */
  async openSound(sound: Sound = this.account.sound ?? "silence"): Promise<SoundSession> {
    const session = await SoundSession.open(this.endpoint.host, sound);
    this.#sounds.add(session.media);
    void session.media.closed.then(() => this.#sounds.delete(session.media));
    return session;
  }

  /** Begins a conversation on a new dialog. */
  begin(dialog: Dialog, session: SoundSession): Conversation {
    const key = `${dialog.callId} ${dialog.localTag}`;
    const onEnd = (): void => void this.#conversations.delete(key);
    const conversation = new Conversation({ asking: this, dialog, session, onEnd });
    this.#conversations.set(key, conversation);
    return conversation;
  }

  /** Whether a request belongs to a dialog of this line. */
  holds(request: Request): boolean {
    return this.#conversationOf(request) !== undefined;
  }

  request(transaction: ServerTransaction): void {
    const { request } = transaction;
    const conversation = this.#conversationOf(request);
    if (conversation !== undefined) conversation.receive(transaction);
    else if (toTag(request) !== undefined) transaction.respond(481);
    else if (request.method === "INVITE") this.#offer(transaction);
    else transaction.respond(request.method === "OPTIONS" ? 200 : 405, { headers: [contactOf(this)] });
  }

  ack(request: Request): void {
    this.#conversationOf(request)?.acked(request);
  }

  /** Drops every conversation without a word. */
  async abandon(): Promise<void> {
    await Promise.all([...this.#conversations.values()].map(async (conversation) => conversation.abandon()));
    await Promise.all([...this.#sounds].map(async (media) => media.close()));
  }

  /** Hangs up every conversation; resolves when each BYE was answered. */
  async hangUpAll(): Promise<void> {
    await Promise.all([...this.#conversations.values()].map(async (conversation) => conversation.hangUp()));
  }

  /** 100 at once, so that the caller does not repeat the INVITE while nobody decides. */
  #offer(transaction: ServerTransaction): void {
    transaction.respond(100);
    this.onCall(new IncomingCall(this, transaction));
  }

  #conversationOf(request: Request): Conversation | undefined {
    return this.#conversations.get(`${headerOf(request, "Call-ID")} ${toTag(request) ?? ""}`);
  }
}

function toTag(request: Request): string | undefined {
  return parseAddress(headerOf(request, "To")).parameters.get("tag");
}
