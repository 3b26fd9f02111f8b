import type { EdgeConfig } from "../config.ts";
import type { Log } from "../core/context.ts";
import { listen } from "../listen.ts";
import type { Receiver } from "../transport/transport.ts";
import { MetricsEndpoint } from "./endpoint.ts";
import type { Meter } from "./meter.ts";
import { Metrics, type Sources } from "./metrics.ts";
import { Trace } from "./trace.ts";
import { severalTaps, tapped, type WireTap } from "./wire-tap.ts";

/** All that watches the server without taking part: figures where they are wanted, and the trace. */
export interface Observation {
  readonly trace: Trace;
  readonly meter: Meter | undefined;
  /** Hears what goes out. */
  readonly sent: WireTap["sent"];
  /** What comes in, heard on its way. */
  around(receiver: Receiver): Receiver;
  /** Opens the port of the figures, if there is to be one; resolves with it. Rejects with `PortTaken`. */
  open(): Promise<number | undefined>;
  close(): Promise<void>;
}

/** Sets the watching up. Without a port for them no figures are counted. */
export function observe(
  { metricsHost = "127.0.0.1", metricsPort, sipTrace = false }: EdgeConfig,
  log: Log,
  sources: Sources,
): Observation {
  const trace = new Trace(log, sipTrace);
  const metrics = metricsPort === undefined ? undefined : new Metrics(sources);
  const endpoint = metrics && new MetricsEndpoint(metrics);
  const tap = severalTaps(metrics ? [trace, metrics] : [trace]);
  return {
    trace,
    meter: metrics,
    sent: (bytes, hop) => tap.sent(bytes, hop),
    around: (receiver) => tapped(receiver, tap),
    open: async () => (endpoint ? listen(endpoint, "metrics", metricsHost, metricsPort ?? 0) : undefined),
    close: async () => endpoint?.close(),
  };
}
