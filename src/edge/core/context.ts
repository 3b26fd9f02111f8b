import type { Clock } from "../clock.ts";
import type { Estates } from "../estate/estates.ts";
import type { Guard } from "../guard/guard.ts";
import type { Ids } from "../ids.ts";
import type { Meter } from "../observe/meter.ts";
import type { Proxying } from "../proxy/port.ts";
import type { SipResponse } from "../sip/message.ts";
import type { BaseTimers } from "../transaction/timers.ts";
import type { Transports } from "../transport/index.ts";
import type { Resolve } from "../transport/resolve.ts";
import type { Source } from "../transport/transport.ts";
import type { Apps } from "./app.ts";
import type { Bindings } from "./bindings.ts";
import type { CallRecords } from "./call-records.ts";
import type { Dialogs } from "./dialogs.ts";
import type { Failover } from "./failover.ts";
import type { LargeRequests } from "./large-requests.ts";
import type { Self } from "./self.ts";
import type { SessionPolicy } from "./session-terms.ts";
import type { Attempt, Incoming, Outgoing } from "./state.ts";

/** What the server holds in memory. */
export interface Tables {
  /** Server transactions by key. */
  readonly server: Map<string, Incoming>;
  /** Requests an application may answer, by transaction id. */
  readonly incoming: Map<string, Incoming>;
  /** Unanswered requests from outside any dialog, to notice the same one arriving on two paths. */
  readonly merged: Map<string, Incoming>;
  /** Client transactions by key: one for each hop that a request was tried at. */
  readonly client: Map<string, Pick<Attempt, "transaction">>;
  /** Our requests, by transaction id. */
  readonly outgoing: Map<string, Outgoing>;
  readonly dialogs: Dialogs;
  readonly bindings: Bindings;
  /** What lost applications left. */
  readonly estates: Estates;
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
  /** A response of a hop that was given up for another one. */
  cameTooLate(
    late: { readonly outgoing: Outgoing; readonly attempt: Attempt },
    response: SipResponse,
    source: Source,
  ): void;
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
  readonly failover: Failover;
  /** Where new requests without a route of their own go; a URI, or an address with or without port. */
  readonly outboundProxy: string | undefined;
  readonly apps: Apps;
  readonly records: CallRecords;
  readonly self: Self;
  /** Whether others are reached where they send from, whatever they say of themselves. */
  readonly natTraversal: boolean;
  readonly largeRequests: LargeRequests;
  /** Goes out as User-Agent or Server where nobody gave one. */
  readonly product?: string | undefined;
  readonly tables: Tables;
  readonly responses: ResponseSink;
  /** Whose session timers are kept without the application asking; `with-refresher` unless told. */
  readonly sessionTimers?: SessionPolicy | undefined;
  readonly proxy: Proxying;
  /** Where there is none, nothing is counted. */
  readonly meter?: Meter | undefined;
  /** Where there is none, everybody is listened to. */
  readonly guard?: Guard | undefined;
}
