import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inviteClient } from "./invite-client.ts";
import { inviteServer } from "./invite-server.ts";
import type { Step } from "./machine.ts";
import { nonInviteClient } from "./non-invite-client.ts";
import { nonInviteServer } from "./non-invite-server.ts";
import type { TimerName } from "./timers.ts";

type Table = Readonly<Record<string, Readonly<Record<string, Step<string, string> | undefined>>>>;

const MACHINES: readonly (readonly [name: string, table: Table, first: string])[] = [
  ["INVITE client", inviteClient, "calling"],
  ["non-INVITE client", nonInviteClient, "trying"],
  ["INVITE server", inviteServer, "proceeding"],
  ["non-INVITE server", nonInviteServer, "trying"],
];

function events(table: Table): string[] {
  return [...new Set(Object.values(table).flatMap((entries) => Object.keys(entries)))];
}

describe.each(MACHINES)("the %s machine", (_name, table, first) => {
  /** Walks events through the table, with the timers that run. A timer that does not run cannot fire. */
  function walk(sequence: readonly string[]): { state: string; running: Set<TimerName> } {
    const running = new Set<TimerName>();
    let state = first;
    for (const event of sequence) {
      const isTimer = /^[A-M]2?$/.test(event);
      if (isTimer && ![...running].some((name) => name === event)) continue;
      for (const name of running) if (name === event) running.delete(name);
      const step = table[state]?.[event];
      if (!step) continue;
      state = step.to;
      for (const name of step.stop) running.delete(name);
      for (const name of step.start) running.add(name);
    }
    return { state, running };
  }

  it("ends with no timer running, and never leaves the end", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events(table))), (sequence) => {
        const { state, running } = walk(sequence);
        if (state === "terminated") expect([...running]).toEqual([]);
        expect(table["terminated"]).toEqual({});
      }),
    );
  });

  it("once it has its final response, always ends when time passes", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events(table))), (sequence) => {
        const { state, running } = walk(sequence);
        if (!/^(accepted|completed|confirmed)$/.test(state)) return;
        expect(running.size).toBeGreaterThan(0);
      }),
    );
  });
});
