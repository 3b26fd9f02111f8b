import type { Clock } from "../clock.ts";
import type { Meter } from "../observe/meter.ts";
import type { SipRequest } from "../sip/message.ts";
import { inviteServer, type ServerAction, type ServerEvent } from "./invite-server.ts";
import { type Machine, responseClass } from "./machine.ts";
import { nonInviteServer } from "./non-invite-server.ts";
import { type BaseTimers, type TimerName, TimerSet } from "./timers.ts";

type State = "trying" | "proceeding" | "accepted" | "completed" | "confirmed" | "terminated";

type Table = Machine<State, ServerEvent, ServerAction>;

const INVITE: Table = { ...inviteServer, trying: {} };
const OTHER: Table = { ...nonInviteServer, accepted: {}, confirmed: {} };

/** What a server transaction asks of its surroundings. */
export interface ServerHost {
  /** Puts a response on the wire, also for repeats. */
  send(response: Buffer): void;
  /** An ACK that came with the branch of an INVITE answered 2xx: it concerns the core. */
  ackReceived(ack: SipRequest): void;
  /** The last thing that happens. */
  ended(): void;
}

/** Carries out one server transaction; the decisions are those of the two tables. */
export class ServerTransaction {
  #state: State;
  #last: Buffer | undefined;
  readonly #machine: Table;
  readonly #timers: TimerSet;
  readonly #host: ServerHost;
  readonly #meter: Meter | undefined;

  constructor(
    setting: { readonly clock: Clock; readonly timers: BaseTimers; readonly meter?: Meter | undefined },
    kind: { readonly invite: boolean; readonly reliable: boolean },
    host: ServerHost,
  ) {
    this.#state = kind.invite ? "proceeding" : "trying";
    this.#machine = kind.invite ? INVITE : OTHER;
    this.#timers = new TimerSet(setting.clock, setting.timers, kind.reliable, (name) => this.#step(name));
    this.#host = host;
    this.#meter = setting.meter;
  }

  get state(): State {
    return this.#state;
  }

  /** The same request came again. */
  repeated(): void {
    this.#step("request-repeated");
  }

  acked(ack: SipRequest): void {
    this.#step("acked", ack);
  }

  respond(status: number, response: Buffer): void {
    const kind = responseClass(status);
    if (this.#machine[this.#state][kind]) this.#last = response;
    this.#step(kind);
    // From here on the core repeats the 2xx itself.
    if (this.#state === "accepted") this.#last = undefined;
  }

  transportFailed(): void {
    this.#step("transport-failed");
  }

  /** Ends the transaction without an answer. */
  abandon(): void {
    if (this.#state === "terminated") return;
    this.#state = "terminated";
    this.#end();
  }

  #step(event: ServerEvent | TimerName, ack?: SipRequest): void {
    const step = this.#machine[this.#state][event];
    if (!step) return;
    const again = this.#state === "accepted" || !event.endsWith("xx");
    this.#state = step.to;
    for (const name of step.stop) this.#timers.stop(name);
    for (const name of step.start) this.#timers.start(name);
    for (const action of step.act) this.#act(action, ack, again);
    if (step.to === "terminated") this.#end();
  }

  /** `again`: what is sent now was sent before. */
  #act(action: ServerAction, ack: SipRequest | undefined, again: boolean): void {
    if (action === "deliver-ack") {
      if (ack) this.#host.ackReceived(ack);
    } else if (action !== "report-missing-ack" && this.#last) {
      if (again) this.#meter?.repeated("sent");
      this.#host.send(this.#last);
    }
  }

  #end(): void {
    this.#timers.stopAll();
    this.#last = undefined;
    this.#host.ended();
  }
}
