import type { SipRequest } from "../sip/message.ts";
import type { Protocol, Source } from "../transport/transport.ts";
import type { ReplyContent } from "./reply-text.ts";
import type { Incoming } from "./state.ts";

/** A SIP message handed to an application, with what the control protocol says about it. */
export interface Delivery {
  /** `application` only for requests that the server itself made. */
  readonly from: "network" | "application";
  /** Length on the wire, in bytes. */
  readonly size: number;
  /** Empty where the protocol page leaves it so. */
  readonly protocol: Protocol | "";
  readonly address: string;
  readonly port: number;
  readonly transactionId: string;
  /** Empty for what stands outside any dialog. */
  readonly dialogId: string;
  /** Where a request that starts something new came in. */
  readonly receivedOn?: { readonly address: string; readonly port: number };
  readonly sip: Buffer;
}

/** A connected application. Everything of a dialog or transaction belongs to the one that created it. */
export interface App {
  /** False once its connection is gone; deliveries are then dropped. */
  readonly open: boolean;
  /** What it called itself when it connected; several may share a tag. */
  readonly tags: readonly string[];
  /** The name under which what it leaves is kept for a successor; undefined where nothing is kept. */
  readonly estate?: string | undefined;
  /** Only who stands in for a lost application has this: how a request inside a dialog is answered without one. */
  readonly standIn?: ((incoming: Incoming) => ReplyContent) | undefined;
  deliver(delivery: Delivery): void;
}

/** Who takes a new request; or the answer it gets where nobody does. */
export type Choice = { readonly app: App } | { readonly answer: ReplyContent };

/** The applications that may take what is new. */
export interface Apps {
  /**
   * Chooses who takes a request outside any dialog. `chosen` is called once: in the same turn, or later
   * where an application must be dialled or somebody be asked first, but within seconds.
   */
  choose(request: SipRequest, source: Source, chosen: (choice: Choice) => void): void;
}

/** What became of an application's command. */
export type Outcome =
  | {
      readonly ok: true;
      readonly type: "request" | "response";
      readonly protocol: Protocol;
      /** Local for a request, remote for a response. */
      readonly address: string;
      readonly port: number;
      readonly transactionId: string;
      readonly dialogId: string;
      readonly sip: Buffer;
    }
  | { readonly ok: false; readonly refusal: string };

/** A refusal, as commands return it. */
export function refusal(text: string): Outcome {
  return { ok: false, refusal: text };
}
