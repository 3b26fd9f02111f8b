import type { Source } from "./binding.ts";

/** Header name → value; several values make several header lines. Undefined is left out. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What a message carries beyond its first line and the headers every message has. */
export interface Content {
  readonly headers?: Headers;
  readonly body?: string;
}

/** A request that came in. It is answered at most once with a final status; later answers are dropped. */
export interface Incoming {
  readonly method: string;
  readonly uri: string;
  /** Empty if there is none. */
  readonly body: string;
  readonly source: Source;
  /** The dialog it belongs to, as the SIP server names it; empty for one that starts something new. */
  readonly dialogId: string;
  header(name: string): string | undefined;
  answer(status: number, content?: Content): void;
  /** As `answer`, and tells the dialog it made; undefined if the SIP server would not send it any more. */
  answerKnowing(status: number, content: Content, sent: (dialogId: string | undefined) => void): void;
  /** The sender took its INVITE back; the SIP server has answered 487 already. */
  onCancel(listener: (reason: string | undefined) => void): void;
}

/** A response to a request of ours. */
export interface Answer {
  readonly status: number;
  /** Made by our own SIP server because nobody could be reached, not by the far end. */
  readonly madeHere: boolean;
  /** Empty if there is none. */
  readonly body: string;
  readonly dialogId: string;
  header(name: string): string | undefined;
  /** Sends the ACK of a 2xx to an INVITE; others are acknowledged by the SIP server. */
  acknowledge(content?: Content): void;
}

/** A request of ours: `dialogId` for one inside a dialog, `uri` for one that starts something new. */
export interface Request extends Content {
  readonly method: string;
  readonly uri?: string;
  readonly dialogId?: string;
  /** Where to send it, when the URI itself does not lead there. */
  readonly nextHop?: string;
}

/** What becomes of a request of ours: answers in order, or `notSent` and nothing else. */
export interface Replies {
  answered(answer: Answer): void;
  notSent(why: NotSent): void;
}

/** `no-dialog`: it is over already. `refused`: the SIP server would not send it. `no-link`: there is no SIP server. */
export type NotSent = "no-dialog" | "refused" | "no-link";

/** A request of ours under way. */
export interface Outgoing {
  /** Takes an INVITE back. After a final answer it changes nothing. */
  cancel(reason?: string): void;
}

/** Sends requests through the SIP server. */
export interface SipClient {
  send(request: Request, replies: Replies): Outgoing;
}

/** Content with the body of another message, and what says how to read it. */
export function sameBody(from: { body: string; header(name: string): string | undefined }): Content {
  if (from.body === "") return {};
  return {
    body: from.body,
    headers: {
      "Content-Type": from.header("Content-Type") ?? "application/sdp",
      "Content-Disposition": from.header("Content-Disposition"),
    },
  };
}
