import type { Incoming } from "../core/state.ts";
import type { SipRequest, SipResponse } from "../sip/message.ts";
import type { Connection, Source } from "../transport/transport.ts";
import type { ProxyState } from "./state.ts";

/** What the rest of the server asks of its proxy. */
export interface Proxying {
  readonly state: ProxyState;
  /**
   * Takes a request from the network that no application need see: one of a dialog we stay in, by our own
   * Route; or one that repeats a proxied request with credentials. False where it is not the proxy's affair.
   */
  takes(request: SipRequest, source: Source): boolean;
  /** Whether a request stands in a dialog we stay in, by our own sealed Route; nothing is done with it. */
  staysIn(request: SipRequest): boolean;
  /** A response that the user agent core did not ask for. Strays are dropped. */
  response(response: SipResponse, source: Source): void;
  /** A request was cancelled and answered 487; its branches, if any, are cancelled as well. */
  cancelled(invite: Incoming, cancel: SipRequest): void;
  /** Whether a request has passed here before (RFC 3261 16.3 item 4). */
  visit(request: SipRequest): "none" | "spiral" | "loop";
  dropConnection(connection: Connection): void;
  /** Forgets everything, without a word to anyone. */
  stop(): void;
}
