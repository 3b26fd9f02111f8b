import { build } from "hdr-histogram-js";
import type { Figure } from "./figure.ts";

/** The median and the 95th percentile of times in milliseconds, as `<name>-p50` and `<name>-p95`. */
export function percentileFigures(name: string, milliseconds: readonly number[]): readonly Figure[] {
  // It counts whole numbers, so microseconds.
  const histogram = build({ numberOfSignificantValueDigits: 4 });
  for (const value of milliseconds) histogram.recordValue(Math.max(1, Math.round(value * 1_000)));
  return [50, 95].map((percentile) => ({
    name: `${name}-p${percentile}`,
    value: histogram.getValueAtPercentile(percentile) / 1_000,
    unit: "ms",
  }));
}
