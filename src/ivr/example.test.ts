import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { Flow } from "./flow.ts";
import { stepWalk } from "./step.ts";
import { validateFlow } from "./validate.ts";

const page = await readFile(new URL("../../docs/flows.md", import.meta.url), "utf8");
const example = Flow.parse(JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? ""));

/** Where a caller stands who has heard the welcome at that moment. */
function nodeAfterWelcome(iso: string) {
  const at = Date.parse(iso);
  const [welcome] = stepWalk(example, undefined, { type: "entered", at });
  return stepWalk(example, welcome, { type: "prompts-finished", at })[0];
}

describe("the example in the flow format's page", () => {
  it("is a flow without faults", () => {
    expect(validateFlow(example)).toEqual([]);
  });

  it("offers its menu on a Monday at ten, and says goodbye in the noon break", () => {
    expect(nodeAfterWelcome("2027-01-04T10:00:00+08:00")).toMatchObject({ node: "choose" });
    expect(nodeAfterWelcome("2027-01-04T12:30:00+08:00")).toMatchObject({ node: "shut" });
  });
});
