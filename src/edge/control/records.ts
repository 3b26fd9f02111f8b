import type { Clock } from "../clock.ts";
import type { CallEnd, CallRecords, CallRole, Origin, RecordedMessage } from "../core/call-records.ts";
import { asReceived } from "../sip/serialize.ts";
import { timeOfDay } from "./result.ts";
import type { Routes } from "./routes.ts";

/**
 * Call detail records as frames, `cdr:attempt|<origin>|<time>` and, with the role or the reason as a
 * further field, `cdr:start` and `cdr:stop`; the message follows. Each goes to one of the applications
 * registered for its kind, in turn, and to nobody where there is none.
 */
export class AppRecords implements CallRecords {
  readonly #stopped = new WeakSet<object>();
  readonly #routes: Routes;
  readonly #clock: Clock;

  constructor(routes: Routes, clock: Clock) {
    this.#routes = routes;
    this.#clock = clock;
  }

  attempt(origin: Origin, message: RecordedMessage): void {
    this.#send("cdr:attempt", origin, "", message);
  }

  start(origin: Origin, role: CallRole, message: RecordedMessage): void {
    this.#send("cdr:start", origin, `|${role}`, message);
  }

  stop(origin: Origin, end: CallEnd, message: RecordedMessage, call?: object): void {
    if (call && this.#stopped.has(call)) return;
    if (call) this.#stopped.add(call);
    this.#send("cdr:stop", origin, `|${end}`, message);
  }

  #send(kind: string, origin: Origin, last: string, message: RecordedMessage): void {
    const taker = this.#routes.pick(kind);
    if (!taker) return;
    const sip = Buffer.isBuffer(message) ? message : asReceived(message);
    taker.record(`${kind}|${origin}|${timeOfDay(this.#clock.now())}${last}`, sip);
  }
}
