import type { Conversation } from "./conversation.ts";
import { Dialog, type Draft } from "./dialog.ts";
import { Exchange } from "./exchange.ts";
import type { Line } from "./line.ts";
import type { Media } from "./media/media.ts";
import type { Sound } from "./media/tone.ts";
import { destinationOf, writeAddress } from "./sip/address.ts";
import { cseqOf, type Header, type Request, type Response } from "./sip/message.ts";
import { freshToken } from "./sip/tokens.ts";
import type { SoundSession } from "./sound-session.ts";

/** How a call is placed. */
export interface CallOptions {
  /** More headers of the INVITE. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Who calls: a user part, or a whole SIP URI; the phone's own unless given. */
  readonly from?: string;
  readonly displayName?: string;
  readonly sound?: Sound;
}

/** A provisional response. */
export interface Progress {
  readonly status: number;
  readonly reason: string;
}

/** How an INVITE ended. */
export interface Final extends Progress {
  /** The response itself: headers such as Retry-After, Reason or Warning. */
  readonly response: Response;
}

/**
 * A call this phone places.
 *
 *   calling → ringing → answered | refused | cancelled
 */
export class OutgoingCall {
  readonly callId: string;
  /** Resolves when the first 180 or 183 comes. Never, if none does. */
  readonly ringing: Promise<void>;
  /** Resolves with the conversation; rejects, with the status, if the call ends otherwise. */
  readonly answered: Promise<Conversation>;
  /** Resolves with the final response, whichever it is. */
  readonly final: Promise<Final>;
  /** The sound; already before the answer, for announcements in early media. */
  readonly rtp: Promise<Media>;
  readonly #line: Line;
  readonly #ringing = Promise.withResolvers<void>();
  readonly #answered = Promise.withResolvers<Conversation>();
  readonly #final = Promise.withResolvers<Final>();
  readonly #rtp = Promise.withResolvers<Media>();
  readonly #listeners = new Set<(progress: Progress) => void>();
  #exchange: Exchange | undefined;
  #conversation: Conversation | undefined;
  #cancelled = false;

  constructor(line: Line, uri: string, options: CallOptions) {
    this.#line = line;
    this.callId = `${freshToken()}@${line.endpoint.host}`;
    this.ringing = this.#ringing.promise;
    this.answered = this.#answered.promise;
    this.final = this.#final.promise;
    this.rtp = this.#rtp.promise;
    // A caller who only looks at `final` must not be troubled by the others.
    for (const promise of [this.answered, this.final, this.rtp]) promise.catch(() => undefined);
    this.#place(uri, options).catch((error: unknown) => this.#fail(error));
  }

  /** Tells of every provisional response from now on. */
  onProgress(listener: (progress: Progress) => void): void {
    this.#listeners.add(listener);
  }

  /** Gives up. An answer that crosses it is acknowledged and ended at once; then `final` tells 200. */
  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    this.#exchange?.cancel();
  }

  async #place(uri: string, options: CallOptions): Promise<void> {
    const session = await this.#line.openSound(options.sound);
    this.#rtp.resolve(session.media);
    this.#exchange = new Exchange(this.#line, this.#invite(uri, options, session.describe()), {
      provisional: (response) => this.#progressed(response, session),
      final: (response, request) => this.#finished(response, request, session),
      successAgain: () => this.#conversation?.acknowledge(this.#exchange?.cseq ?? 1),
    });
    if (this.#cancelled) this.#exchange.cancel();
  }

  #invite(uri: string, options: CallOptions, body: string): Draft {
    const { account } = this.#line;
    const from = writeAddress(options.displayName ?? account.displayName, this.#fromUri(options.from));
    const more = Object.entries(options.headers ?? {}).map(([name, value]): Header => [name, value]);
    return {
      method: "INVITE",
      uri,
      cseq: 1,
      headers: [
        ["From", `${from};tag=${freshToken()}`],
        ["To", `<${uri}>`],
        ["Call-ID", this.callId],
        ...more,
      ],
      body,
      to: account.server ?? destinationOf(uri),
    };
  }

  #fromUri(from: string | undefined): string {
    if (from === undefined) return this.#line.addressOfRecord;
    return /^sips?:/i.test(from) ? from : `sip:${encodeURIComponent(from)}@${this.#line.domain}`;
  }

  #progressed(response: Response, session: SoundSession): void {
    if (response.body !== "") session.take(response.body);
    if (response.status > 100) this.#ringing.resolve();
    for (const listener of this.#listeners) listener({ status: response.status, reason: response.reason });
  }

  #finished(response: Response, request: Request, session: SoundSession): void {
    if (response.status < 300) this.#begin(response, request, session);
    else void this.#refused(response, session);
    this.#final.resolve({ status: response.status, reason: response.reason, response });
  }

  #begin(response: Response, request: Request, session: SoundSession): void {
    const conversation = this.#line.begin(Dialog.answered(request, response), session);
    this.#conversation = conversation;
    conversation.acknowledge(cseqOf(request).number);
    if (this.#cancelled) {
      this.#answered.reject(new Error("the call was cancelled as it was answered"));
      void conversation.hangUp();
    } else if (session.take(response.body)) this.#answered.resolve(conversation);
    else {
      this.#answered.reject(new Error("the answer offers no PCMU"));
      void conversation.hangUp();
    }
  }

  async #refused({ status, reason }: Response, session: SoundSession): Promise<void> {
    this.#answered.reject(new Error(`the call ended unanswered: ${status} ${reason}`));
    await session.media.close();
  }

  #fail(error: unknown): void {
    for (const { reject } of [this.#answered, this.#final, this.#rtp]) reject(error);
  }
}
