import { describe, expect, it } from "vitest";
import { ManualClock } from "../manual-clock.ts";
import { RFC_TIMERS } from "../transaction/timers.ts";
import { ReliableAnswers } from "./reliable-answers.ts";

const INVITE = { cseq: 1, method: "INVITE" };

function started() {
  const clock = new ManualClock();
  const log: string[] = [];
  const note = (what: string): void => void log.push(`${clock.now() / 1000} ${what}`);
  const answers = new ReliableAnswers(
    { clock, timers: RFC_TIMERS },
    { cseq: 1, firstRSeq: 10 },
    { send: ({ rseq }) => note(`send ${rseq}`), gaveUp: () => note("gave up") },
  );
  const send = (describes = false): number => {
    const rseq = answers.takeRSeq();
    answers.send({ rseq, status: 180, bytes: Buffer.alloc(0), describes });
    return rseq;
  };
  return { clock, log, answers, send };
}

describe("reliable provisional answers (RFC 3262 3)", () => {
  it("are repeated at 0.5, 1.5, 3.5, 7.5, 15.5 and 31.5 s, without the limit of T2, and given up at 32 s", () => {
    const { clock, log, send } = started();
    send();
    clock.advance(100_000);
    expect(log).toEqual([...[0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5].map((s) => `${s} send 10`), "32 gave up"]);
    expect(clock.waiting).toBe(0);
  });

  it("go out one after the other, each when the one before is acknowledged", () => {
    const { log, answers, send } = started();
    send();
    send();
    expect(answers.acknowledge({ ...INVITE, rseq: 11 })).toBe(false);
    expect(answers.acknowledge({ ...INVITE, rseq: 10 })).toBe(true);
    expect(answers.acknowledge({ ...INVITE, rseq: 10 })).toBe(false);
    expect(answers.acknowledge({ ...INVITE, rseq: 11 })).toBe(true);
    expect(log).toEqual(["0 send 10", "0 send 11"]);
  });

  it("are acknowledged only by the CSeq and method of their own INVITE", () => {
    const { answers, send } = started();
    const rseq = send();
    expect(answers.acknowledge({ rseq, cseq: 2, method: "INVITE" })).toBe(false);
    expect(answers.acknowledge({ rseq, cseq: 1, method: "UPDATE" })).toBe(false);
  });

  it("hold a 2xx back while a session description is not acknowledged, sent or still waiting", () => {
    const { answers, send } = started();
    send();
    expect(answers.describesUnacknowledged).toBe(false);
    send(true);
    expect(answers.describesUnacknowledged).toBe(true);
    answers.acknowledge({ ...INVITE, rseq: 10 });
    expect(answers.describesUnacknowledged).toBe(true);
    answers.acknowledge({ ...INVITE, rseq: 11 });
    expect(answers.describesUnacknowledged).toBe(false);
  });

  it("stop with the final answer, but what was sent may still be acknowledged, once", () => {
    const { clock, log, answers, send } = started();
    send();
    send();
    answers.finish();
    clock.advance(100_000);
    expect(log).toEqual(["0 send 10"]);
    expect(answers.acknowledge({ ...INVITE, rseq: 11 })).toBe(false);
    expect(answers.acknowledge({ ...INVITE, rseq: 10 })).toBe(true);
    expect(answers.acknowledge({ ...INVITE, rseq: 10 })).toBe(false);
  });
});
