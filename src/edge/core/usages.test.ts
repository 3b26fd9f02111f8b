import { describe, expect, it } from "vitest";
import { eventName, isTerminated } from "./usages.ts";

describe("the names of subscriptions (RFC 6665 8.2.1)", () => {
  it.each([
    ["presence", "presence"],
    ["Refer;id=2", "refer;id=2"],
    ["dialog ; sla ; id=a", "dialog;id=a"],
    [undefined, ""],
  ])("%s is %s", (value, name) => {
    expect(eventName(value)).toBe(name);
  });

  it("are over in state terminated, and in no other", () => {
    expect(isTerminated("Terminated;reason=timeout")).toBe(true);
    expect(isTerminated("active;expires=60")).toBe(false);
    expect(isTerminated(undefined)).toBe(false);
  });
});
