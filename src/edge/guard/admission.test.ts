import { describe, expect, it } from "vitest";
import { Admission } from "./admission.ts";
import { Load } from "./load.ts";

const MOST = { perSecond: 160, burst: 160 };
/** How many are let in within a second that ask every millisecond. */
function letIn(admission: Admission, from: number): number {
  let count = 0;
  for (let ms = 1; ms <= 1_000; ms++) if (admission.take(from + ms)) count += 1;
  return count;
}

describe("what strangers begin", () => {
  it("is let in at its rate while there is time for it", () => {
    const admission = new Admission(MOST, 3, new Load(() => 0.1, 0), 0);
    for (let i = 0; i < 160; i++) expect(admission.take(0)).toBe(true);
    expect(admission.open(0)).toBe(false);
    expect(letIn(admission, 0)).toBeGreaterThan(150);
  });

  it("is cut down while the process is busy, to a little, and comes back step by step", () => {
    let busy = 1;
    const admission = new Admission(MOST, 3, new Load(() => busy, 0), 0);
    letIn(admission, 0);
    expect(admission.perSecond(1_000)).toBe(10);
    expect(letIn(admission, 1_000)).toBeLessThanOrEqual(20);
    busy = 0.2;
    letIn(admission, 2_000);
    expect(admission.perSecond(3_000)).toBeGreaterThan(80);
    letIn(admission, 3_000);
    expect(admission.perSecond(4_000)).toBe(160);
  });

  it("waits until the application has answered what waits already, or is silent on purpose", () => {
    const admission = new Admission(MOST, 3, new Load(() => 0, 0), 0);
    const requests = [{}, {}, {}];
    for (const request of requests) admission.handedOver(request, 0);
    expect(admission.take(1)).toBe(false);
    admission.answered(requests[1] ?? {});
    expect(admission.take(1)).toBe(true);
    admission.handedOver({}, 2);
    expect(admission.take(3)).toBe(false);
    expect(admission.take(5_000)).toBe(true);
  });
});
