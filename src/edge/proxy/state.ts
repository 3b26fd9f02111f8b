import type { Timer } from "../clock.ts";
import type { Incoming } from "../core/state.ts";
import type { SipResponse } from "../sip/message.ts";
import type { ClientTransaction } from "../transaction/client.ts";
import type { Hop, Source } from "../transport/transport.ts";
import type { Flow } from "./flow-token.ts";
import type { Flows } from "./flows.ts";
import type { Forking, ForkingEvent, Goal } from "./forking.ts";
import type { Order } from "./order.ts";
import type { Reporter } from "./progress.ts";
import type { ReliableForks } from "./reliable-forks.ts";
import type { RouteInformation } from "./route-information.ts";
import type { Seal } from "./seal.ts";

/** All the proxy holds; its tables are empty when traffic has ended. */
export interface ProxyState {
  /** Requests being proxied that still have an open branch. */
  readonly contexts: Map<Incoming, ResponseContext>;
  /** Client transactions by key (RFC 3261 17.1.3). */
  readonly transactions: Map<string, ClientTransaction>;
  /** Challenged requests whose credentials may follow. */
  readonly challenged: Map<string, Challenged>;
  /** Names for connections that our Route values and branches speak of. */
  readonly flows: Flows;
  /** RSeq numbers that were moved out of one another's way, by dialog. */
  readonly rseqShifts: Map<string, number>;
  readonly seal: Seal;
  /** So many requests are proxied at once; further ones are refused, so that no storm takes all memory. */
  readonly mostContexts: number;
}

/** What an application asked for, as it was found sound. */
export interface Job {
  readonly order: Order;
  readonly goals: readonly Goal[];
  readonly reporter: Reporter;
}

/** A response, or what stands for the one that never came. */
export type Answer =
  | {
      readonly kind: "received";
      readonly branch: Branch;
      /** The copy it answers. */
      readonly sent: SentCopy;
      readonly response: SipResponse;
      readonly source: Source;
    }
  | { readonly kind: "local"; readonly status: number; readonly reason: string };

/** A request being proxied: the response context of RFC 3261 16. */
export interface ResponseContext {
  readonly incoming: Incoming;
  readonly job: Job;
  /** Milliseconds since the epoch. */
  readonly begunAt: number;
  /** Of the request, our own Route values already taken away (RFC 3261 16.4). */
  readonly route: RouteInformation;
  /** Where our own Path value, followed by the request, leads. */
  readonly pathFlow: Flow | undefined;
  readonly branches: Map<number, Branch>;
  readonly reliable: ReliableForks;
  forking: Forking<Answer>;
  /** Reason values of a CANCEL from upstream. */
  cancelReasons: readonly string[];
  /** Set while credentials are waited for: the end is then not told yet. */
  awaitsCredentials: boolean;
  /** To tags whose calls were ended since nobody upstream could be told of them. */
  readonly ended: Set<string>;
  tell(event: ForkingEvent<Answer>): void;
}

/** A request on its way to one target. */
export interface Branch {
  readonly number: number;
  readonly goal: Goal;
  readonly context: ResponseContext;
  /** Hops of its target that were not tried yet, the best first. */
  further: readonly Hop[];
  /** Undefined while its target is being looked up. */
  sent: SentCopy | undefined;
  /** Held until a provisional response allows it (RFC 3261 9.1). */
  cancel: { readonly reasons: readonly string[]; sent: boolean } | undefined;
  readonly timers: Map<BranchTimer, Timer>;
  /** Whether its search has heard the last of it. */
  over: boolean;
}

/** `C` of RFC 3261 16.6 item 11, the application's two, the limit of a hop's silence, and the one for a cancelled branch to answer. */
export type BranchTimer = "C" | "provisional" | "final" | "silence" | "cancel";

/** What went out on a branch, as its ACK and CANCEL must repeat it. */
export interface SentCopy {
  readonly id: string;
  readonly via: string;
  readonly hop: Hop;
  /** Set where another hop is tried instead: it is not repeated any more, and cancelled if it wakes. */
  quiet: boolean;
  readonly route: RouteInformation;
  readonly bytes: Buffer;
  readonly transaction: ClientTransaction;
  /** Our topmost Record-Route value, where we wrote one. */
  readonly recordRoute: string | undefined;
}

/** A challenged request: the same again with credentials goes where the challenge came from. */
export interface Challenged {
  readonly job: Job;
  readonly method: string;
  /** Of the request that was challenged. */
  readonly cseq: number;
  /** Where it came from. */
  readonly address: string;
  readonly expiry: Timer;
}
