import { describe, expect, it } from "vitest";
import type { Answer } from "./message.ts";
import { afterDeviceFailure, refusalBySwitch, refusalOfCall } from "./refusals.ts";

const answered = (status: number, headers: Record<string, string> = {}) => {
  const answer: Answer = {
    status,
    madeHere: false,
    body: "",
    dialogId: "",
    header: (name) => headers[name],
    acknowledge: () => undefined,
  };
  return { kind: "refused", answer } as const;
};

describe("the caller's refusal", () => {
  it("is a SIP status for each reason", () => {
    expect(refusalOfCall("unknown-trunk", "98668").status).toBe(403);
    expect(refusalOfCall("unknown-number", "98660").status).toBe(404);
    expect(refusalOfCall("unknown-number", "").status).toBe(484);
    expect(refusalOfCall("over-quota", "98668")).toMatchObject({
      status: 486,
      headers: { "Retry-After": "10" },
    });
    expect(refusalOfCall("draining", "98668")).toMatchObject({
      status: 503,
      headers: { "Retry-After": "30" },
    });
  });

  it.each([[500], [503], [404], [401], [302], [481]])("hides the softswitch's own %i", (status) => {
    expect(refusalBySwitch(answered(status))).toEqual({ status: 503, headers: { "Retry-After": "5" } });
  });

  it.each([[480], [486], [488], [603]])("is the softswitch's %i, which is meant for it", (status) => {
    expect(refusalBySwitch(answered(status)).status).toBe(status);
  });

  it("asks to try again when the softswitch cannot be reached", () => {
    expect(refusalBySwitch({ kind: "unreachable", status: 408 }).status).toBe(503);
  });
});

describe("a device that does not take an offer", () => {
  it.each([[480], [486], [600], [603]])("has its %i passed on", (status) => {
    expect(afterDeviceFailure(answered(status, { Reason: "r" }), false)).toEqual({
      do: "refuse",
      with: { status, headers: { Reason: "r", "Retry-After": undefined } },
    });
  });

  it("that redirects has declined", () => {
    expect(afterDeviceFailure(answered(302), false)).toMatchObject({ with: { status: 603 } });
  });

  it("that challenges, or cannot be reached, leaves the offer to the next", () => {
    expect(afterDeviceFailure(answered(407), false)).toEqual({ do: "try-next", bindingIsDead: false });
    expect(afterDeviceFailure({ kind: "unreachable", status: 503 }, false)).toEqual({
      do: "try-next",
      bindingIsDead: false,
    });
  });

  it("whose connection is gone is no longer registered", () => {
    const gone = { kind: "unreachable", status: 410 } as const;
    expect(afterDeviceFailure(gone, true)).toEqual({ do: "try-next", bindingIsDead: true });
    const silent = { kind: "unreachable", status: 408 } as const;
    expect(afterDeviceFailure(silent, true)).toEqual({ do: "try-next", bindingIsDead: false });
  });
});
