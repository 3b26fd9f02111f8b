import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Protocol } from "../transport/transport.ts";
import { kindOf } from "./kind.ts";
import type { Meter } from "./meter.ts";
import type { WireTap } from "./wire-tap.ts";

/** Where figures come from that are asked for whenever they are read. */
export interface Sources {
  /** What the server holds, by name. */
  readonly holdings: () => object;
  /** Open connections by transport. */
  readonly connections: () => ReadonlyMap<Protocol, number>;
  /** What the guard let in and turned away, by name. */
  readonly guarded: () => object;
}

/**
 * Prometheus figures: messages by direction, transport and method or status code, repeats, faults, and what is held
 * (transactions, dialogs, bindings, connections), with those of the process and its event loop beside them.
 */
export class Metrics implements WireTap, Meter {
  readonly #registry = new Registry();
  readonly #messages: Counter;
  readonly #repeated: Counter;
  readonly #malformed: Counter;

  constructor({ holdings, connections, guarded }: Sources) {
    const registers = [this.#registry];
    const counter = (name: string, help: string, labelNames: readonly string[]): Counter =>
      new Counter({ name, help, labelNames: [...labelNames], registers });
    this.#messages = counter("sip_messages_total", "SIP messages on the wire, repeats included", [
      "direction",
      "transport",
      "kind",
    ]);
    this.#repeated = counter("sip_retransmissions_total", "SIP messages that came or went again", [
      "direction",
    ]);
    this.#malformed = counter("sip_parse_failures_total", "Messages that could not be read, by their fate", [
      "fate",
    ]);
    gauge(registers, "sip_held", "What the server holds at the moment", "what", () =>
      Object.entries(holdings()),
    );
    gauge(registers, "sip_connections", "Open SIP connections", "transport", connections);
    gauge(registers, "sip_guarded", "What the guard did since the start, and what it lets in", "what", () =>
      Object.entries(guarded()),
    );
    collectDefaultMetrics({ register: this.#registry });
  }

  received(bytes: Buffer, { protocol }: { readonly protocol: Protocol }): void {
    this.#messages.inc({ direction: "received", transport: protocol, kind: kindOf(bytes) });
  }

  sent(bytes: Buffer, { protocol }: { readonly protocol: Protocol }): void {
    this.#messages.inc({ direction: "sent", transport: protocol, kind: kindOf(bytes) });
  }

  repeated(direction: "received" | "sent"): void {
    this.#repeated.inc({ direction });
  }

  malformed(fate: "refused" | "dropped"): void {
    this.#malformed.inc({ fate });
  }

  /** All figures in Prometheus' text format, and its media type. */
  async text(): Promise<{ readonly type: string; readonly body: string }> {
    return { type: this.#registry.contentType, body: await this.#registry.metrics() };
  }
}

function gauge(
  registers: Registry[],
  name: string,
  help: string,
  label: string,
  values: () => Iterable<readonly [string, number]>,
): void {
  const made = new Gauge({
    name,
    help,
    labelNames: [label],
    registers,
    collect: () => {
      made.reset();
      for (const [value, count] of values()) made.set({ [label]: value }, count);
    },
  });
}
