import type { Clock } from "../clock.ts";
import type { Guard } from "../guard/guard.ts";
import type { Ids } from "../ids.ts";
import type { SipResponse } from "../sip/message.ts";
import type { BaseTimers } from "../transaction/timers.ts";
import type { Transports } from "../transport/index.ts";
import type { Resolve } from "../transport/resolve.ts";
import type { Source } from "../transport/transport.ts";
import type { Apps } from "./app.ts";
import type { Bindings } from "./bindings.ts";
import type { Dialogs } from "./dialogs.ts";
import type { Self } from "./self.ts";
import type { Incoming, Outgoing } from "./state.ts";

/** What the server holds in memory. */
export interface Tables {
  /** Server transactions by key. */
  readonly server: Map<string, Incoming>;
  /** Requests an application may answer, by transaction id. */
  readonly incoming: Map<string, Incoming>;
  /** Unanswered requests from outside any dialog, to notice the same one arriving on two paths. */
  readonly merged: Map<string, Incoming>;
  /** Client transactions by key. */
  readonly client: Map<string, Outgoing>;
  /** The same, by transaction id. */
  readonly outgoing: Map<string, Outgoing>;
  readonly dialogs: Dialogs;
  readonly bindings: Bindings;
}

/** The few lines of a logger that the core writes. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Who acts upon what client transactions bring. */
export interface ResponseSink {
  received(outgoing: Outgoing, response: SipResponse, source: Source): void;
  /** A final response that nobody sent. */
  failedLocally(outgoing: Outgoing, failure: { readonly status: number; readonly reason: string }): void;
}

/** The world as the user agent core sees it. */
export interface Context {
  readonly clock: Clock;
  readonly timers: BaseTimers;
  readonly ids: Ids;
  readonly log: Log;
  readonly transports: Transports;
  readonly resolve: Resolve;
  readonly apps: Apps;
  readonly self: Self;
  readonly tables: Tables;
  readonly responses: ResponseSink;
  /** Where there is none, everybody is listened to. */
  readonly guard?: Guard | undefined;
}
