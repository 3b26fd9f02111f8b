import { type BenchSetting, Interrupted } from "../bench.ts";
import type { Figure } from "../figure.ts";
import { percentileFigures } from "../percentiles.ts";
import { type LoadOptions, type LoadReport, runLoad } from "./load.ts";

const secondsPerRate = 8;

/** A load, and the rates to try it at, the lowest first. */
export interface Climb {
  /** As "edge-uas-cps". */
  readonly name: string;
  readonly load: Omit<LoadOptions, "rate" | "calls">;
  readonly rates: readonly number[];
}

/**
 * The highest rate at which every call succeeds and no message is repeated for want of an answer, and the 95th
 * percentile of the set-up time at that rate. A rate that is not held is tried once more: the machine is shared.
 */
export async function climb(
  { name, load, rates }: Climb,
  { tell, stop }: BenchSetting,
): Promise<readonly Figure[]> {
  let held: { readonly rate: number; readonly report: LoadReport } | undefined;
  for (const rate of rates) {
    if (stop.aborted) throw new Interrupted();
    const report = (await attempt(rate)) ?? (await attempt(rate));
    if (report === undefined) break;
    held = { rate, report };
  }
  const p95 = percentileFigures(name, held?.report.setUpMs ?? []).filter((figure) =>
    figure.name.endsWith("-p95"),
  );
  return [{ name, value: held?.rate ?? 0, unit: "1/s" }, ...p95];

  async function attempt(rate: number): Promise<LoadReport | undefined> {
    const calls = rate * secondsPerRate;
    const report = await runLoad({ ...load, rate, calls });
    const isHeld = report.successful === calls && report.retransmissions === 0;
    const { successful, failed, retransmissions } = report;
    const verdict = isHeld ? "held" : "not held";
    tell(
      `${name} at ${rate}/s: ${verdict}; ${successful} whole, ${failed} failed, ${retransmissions} repeats`,
    );
    return isHeld ? report : undefined;
  }
}
