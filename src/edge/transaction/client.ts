import type { Clock } from "../clock.ts";
import type { Meter } from "../observe/meter.ts";
import type { SipResponse } from "../sip/message.ts";
import type { Source } from "../transport/transport.ts";
import { type ClientAction, type ClientEvent, inviteClient } from "./invite-client.ts";
import { type Machine, responseClass } from "./machine.ts";
import { nonInviteClient } from "./non-invite-client.ts";
import { type BaseTimers, type TimerName, TimerSet } from "./timers.ts";

type State = "calling" | "trying" | "proceeding" | "accepted" | "completed" | "terminated";

type Table = Machine<State, ClientEvent, ClientAction>;

const INVITE: Table = { ...inviteClient, trying: {} };
const OTHER: Table = { ...nonInviteClient, calling: {}, accepted: {} };

/** What a client transaction asks of its surroundings. */
export interface ClientHost {
  /** Puts the request on the wire, also for repeats. */
  send(): void;
  /** Acknowledges a failure response to an INVITE. */
  ack(response: SipResponse): void;
  /** A response that was not seen before, or a 2xx to an INVITE. */
  deliver(response: SipResponse, source: Source): void;
  /** No answer in time, or the request could not be sent. */
  failed(why: "timeout" | "transport"): void;
  /** The last thing that happens. */
  ended(): void;
}

/** Carries out one client transaction; the decisions are those of the two tables. */
export class ClientTransaction {
  #state: State;
  readonly #machine: Table;
  readonly #timers: TimerSet;
  readonly #host: ClientHost;
  readonly #meter: Meter | undefined;
  #hasSent = false;

  constructor(
    setting: { readonly clock: Clock; readonly timers: BaseTimers; readonly meter?: Meter | undefined },
    kind: { readonly invite: boolean; readonly reliable: boolean },
    host: ClientHost,
  ) {
    this.#state = kind.invite ? "calling" : "trying";
    this.#machine = kind.invite ? INVITE : OTHER;
    this.#timers = new TimerSet(setting.clock, setting.timers, kind.reliable, (name) => this.#step(name));
    this.#host = host;
    this.#meter = setting.meter;
  }

  get state(): State {
    return this.#state;
  }

  start(): void {
    this.#step("started");
  }

  receive(response: SipResponse, source: Source): void {
    this.#step(responseClass(response.status), response, source);
  }

  transportFailed(): void {
    this.#step("transport-failed");
  }

  /** Ends the transaction without a word to its host but `ended`. */
  abandon(): void {
    if (this.#state === "terminated") return;
    this.#state = "terminated";
    this.#end();
  }

  #step(event: ClientEvent | TimerName, response?: SipResponse, source?: Source): void {
    const step = this.#machine[this.#state][event];
    if (!step) return;
    this.#state = step.to;
    for (const name of step.stop) this.#timers.stop(name);
    for (const name of step.start) this.#timers.start(name);
    for (const action of step.act) this.#act(action, response, source);
    if (step.to === "terminated") this.#end();
  }

  #act(action: ClientAction, response: SipResponse | undefined, source: Source | undefined): void {
    if (action === "send") this.#send();
    else if (action === "report-timeout") this.#host.failed("timeout");
    else if (action === "report-transport-failure") this.#host.failed("transport");
    else if (response && action === "ack") this.#host.ack(response);
    else if (response && source) this.#host.deliver(response, source);
  }

  #send(): void {
    if (this.#hasSent) this.#meter?.repeated("sent");
    this.#hasSent = true;
    this.#host.send();
  }

  #end(): void {
    this.#timers.stopAll();
    this.#host.ended();
  }
}
