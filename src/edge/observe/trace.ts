import type { Log } from "../core/context.ts";
import type { Hop, Source } from "../transport/transport.ts";
import { redacted } from "./redact.ts";
import type { WireTap } from "./wire-tap.ts";

/** Writes each SIP message to the log, redacted, while it is switched on. */
export class Trace implements WireTap {
  enabled: boolean;
  readonly #log: Log;

  constructor(log: Log, enabled: boolean) {
    this.#log = log;
    this.enabled = enabled;
  }

  received(bytes: Buffer, { protocol, address, port }: Source): void {
    if (this.enabled) this.#log.info({ protocol, address, port, sip: redacted(bytes) }, "received");
  }

  sent(bytes: Buffer, { protocol, address, port }: Hop): void {
    if (this.enabled) this.#log.info({ protocol, address, port, sip: redacted(bytes) }, "sent");
  }

  /** Switches it over; returns whether it is on now. */
  toggle(): boolean {
    this.enabled = !this.enabled;
    return this.enabled;
  }
}
