import { expect, test } from "vitest";
import type { CallView } from "../../dispatch/index.ts";
import { CallId } from "../../ids.ts";
import { waitingInOrder } from "./waiting.ts";

const call = (id: string, more: Partial<CallView>): CallView => ({
  id: CallId(id),
  number: "98668",
  caller: "1",
  at: "queued",
  arrivedAt: 0,
  ...more,
});

test("queued calls stand in the order of their places, the longest waiting first among equals", () => {
  const calls = [
    call("late", { position: 1, queuedAt: 300 }),
    call("second", { position: 2, queuedAt: 50 }),
    call("early", { position: 1, queuedAt: 100 }),
    call("talking", { at: "talking" }),
    call("unplaced", { queuedAt: 10 }),
  ];
  expect(waitingInOrder(calls, 1_000).map(({ id, waitedMs }) => [id, waitedMs])).toEqual([
    ["early", 900],
    ["late", 700],
    ["second", 950],
    ["unplaced", 990],
  ]);
});

test("a clock that lags behind the log shows no negative wait", () => {
  expect(waitingInOrder([call("c", { queuedAt: 500 })], 400)).toMatchObject([{ waitedMs: 0 }]);
});
