import { expect, it } from "vitest";
import { judge, type Run } from "./verdict.ts";

const good: Run = {
  rate: 20,
  forSeconds: 10,
  created: 200,
  successful: 200,
  failed: 0,
  offered: 200,
  whole: 200,
  tookMs: 11_300,
  phonesBusy: 0.2,
};

it("A rate is held when every call reached an agent, ended well, and the last one in time", () => {
  expect(judge(good)).toBe("held");
});

it.each<Partial<Run>>([
  { successful: 199, failed: 1 },
  { offered: 199, whole: 199 },
  { offered: 201 },
  { whole: 199 },
])("A call failed, was lost or came twice: %j", (fault) => {
  expect(judge({ ...good, ...fault })).toBe("call-failed");
});

it("A queue that grew is no rate held, though no call failed", () => {
  expect(judge({ ...good, tookMs: 14_000 })).toBe("fell-behind");
});

it("Phones that had no time to spare say nothing of the platform", () => {
  expect(judge({ ...good, failed: 3, successful: 197, phonesBusy: 0.95 })).toBe("generator-gave-out");
});

it("Callers that did not begin every call say nothing of the platform", () => {
  expect(judge({ ...good, created: 150, successful: 150, offered: 150, whole: 150 })).toBe(
    "generator-gave-out",
  );
});
