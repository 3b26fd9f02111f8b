import type { Protocol } from "../transport/transport.ts";
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
  /** The name under which what it leaves is kept for a successor; undefined where nothing is kept. */
  readonly estate?: string | undefined;
  /** Only who stands in for a lost application has this: how a request inside a dialog is answered without one. */
  readonly standIn?: ((incoming: Incoming) => ReplyContent) | undefined;
  deliver(delivery: Delivery): void;
}

/** The applications that may take what is new. */
export interface Apps {
  /** The next application registered for a method, in turn; `method` as in the message. */
  pick(method: string): App | undefined;
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
