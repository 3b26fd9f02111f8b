import { beforeEach, describe, expect, it } from "vitest";
import { BackToBack, type Failure } from "./back-to-back.ts";
import { Dialogs } from "./dialogs.ts";
import type { Answer, Content, Incoming, Replies, Request } from "./message.ts";

/** A request that came in, with what was answered; `sent` completes a 200 as the SIP server would. */
function arrived(
  method: string,
  more: { body?: string; dialogId?: string; headers?: Record<string, string> } = {},
) {
  const answers: { status: number; content: Content }[] = [];
  const cancels: ((reason: string | undefined) => void)[] = [];
  let sent: (dialogId: string | undefined) => void = () => undefined;
  const incoming: Incoming = {
    method,
    uri: "sip:98668@centre",
    body: more.body ?? "",
    source: { address: "192.0.2.1", port: 5060, protocol: "udp" },
    dialogId: more.dialogId ?? "",
    header: (name) => more.headers?.[name],
    answer: (status, content = {}) => answers.push({ status, content }),
    answerKnowing(status, content, tell) {
      answers.push({ status, content });
      sent = tell;
    },
    onCancel: (listener) => cancels.push(listener),
  };
  return {
    incoming,
    statuses: () => answers.map(({ status }) => status),
    bodyOf: (status: number) => answers.find((answer) => answer.status === status)?.content.body,
    cancel: () => cancels.forEach((listener) => listener("SIP;cause=200")),
    sent: (dialogId: string | undefined) => sent(dialogId),
  };
}

describe("a call joined back-to-back", () => {
  let wire: { request: Request; replies: Replies; cancelled: boolean }[];
  let dialogs: Dialogs;
  let failures: Failure[];
  let over: string[];
  /** Ends the wait for targets that stay silent. */
  let timers: Set<() => void>;
  const live = new Set<BackToBack>();

  beforeEach(() => {
    wire = [];
    dialogs = new Dialogs();
    failures = [];
    over = [];
    timers = new Set();
    live.clear();
  });

  const join = (invite: Incoming) => {
    const client = {
      send(request: Request, replies: Replies) {
        const entry = { request, replies, cancelled: false };
        wire.push(entry);
        return {
          cancel: () => {
            entry.cancelled = true;
          },
        };
      },
    };
    const clock = {
      now: () => 0,
      wakeAt(_at: number, wake: () => void) {
        timers.add(wake);
        return () => timers.delete(wake);
      },
    };
    const joint = new BackToBack({ client, dialogs, live, clock }, "c1", invite, {
      targetFailed: (failure) => failures.push(failure),
      over: (why) => over.push(why),
    });
    joint.ring({ uri: "sip:target", headers: { "Max-Forwards": "69" }, mayBeSilentMs: 2_000 });
    return joint;
  };

  const reply = (status: number, body = "") => {
    const acks: (string | undefined)[] = [];
    const answer: Answer = {
      status,
      madeHere: false,
      body,
      dialogId: "far",
      header: () => undefined,
      acknowledge: (content) => acks.push(content?.body),
    };
    wire.at(-1)?.replies.answered(answer);
    return acks;
  };

  const sentMethods = () => wire.map(({ request }) => `${request.method} ${request.dialogId ?? request.uri}`);
  const said = (method: string, dialogId: string, body?: string) => {
    const request = arrived(method, { dialogId, ...(body === undefined ? {} : { body }) });
    dialogs.deliver(request.incoming);
    return request;
  };

  /** A call that is answered and acknowledged on both sides. */
  const talking = () => {
    const invite = arrived("INVITE", { body: "offer" });
    join(invite.incoming);
    const acks = reply(200, "answer");
    invite.sent("near");
    said("ACK", "near");
    return { invite, acks };
  };

  it("passes offer, ringing, early media and answer, and acknowledges at once", () => {
    const invite = arrived("INVITE", { body: "offer" });
    join(invite.incoming);
    expect(wire[0]?.request).toMatchObject({ method: "INVITE", uri: "sip:target", body: "offer" });
    reply(100);
    reply(180);
    reply(183, "early");
    const acks = reply(200, "answer");
    expect(invite.statuses()).toEqual([180, 183, 200]);
    expect(invite.bodyOf(183)).toBe("early");
    expect(invite.bodyOf(200)).toBe("answer");
    expect(acks).toEqual([undefined]);
  });

  it("rings reliably where the caller insists on it", () => {
    const invite = arrived("INVITE", { headers: { Require: "100rel" } });
    join(invite.incoming);
    reply(180);
    expect(invite.statuses()).toEqual([180]);
  });

  it("carries the answer to a late offer in the ACK", () => {
    const invite = arrived("INVITE");
    join(invite.incoming);
    const acks = reply(200, "offer");
    invite.sent("near");
    expect(acks).toEqual([]);
    said("ACK", "near", "answer");
    expect(acks).toEqual(["answer"]);
  });

  it.each([
    ["near", "BYE far"],
    ["far", "BYE near"],
  ])("ends on both sides when the %s side hangs up", (side, other) => {
    talking();
    const bye = said("BYE", side);
    expect(bye.statuses()).toEqual([200]);
    expect(sentMethods().slice(1)).toEqual([other]);
    expect(over).toEqual(["hung-up"]);
    expect(said("BYE", "near").statuses()).toEqual([]);
    expect(live.size).toBe(0);
  });

  it("holds the BYE back until the caller has acknowledged the answer", () => {
    const invite = arrived("INVITE", { body: "offer" });
    join(invite.incoming);
    reply(200, "answer");
    invite.sent("near");
    said("BYE", "far");
    expect(over).toEqual(["hung-up"]);
    expect(sentMethods()).toEqual(["INVITE sip:target"]);
    said("ACK", "near");
    expect(sentMethods()).toEqual(["INVITE sip:target", "BYE near"]);
  });

  it("that the called side leaves before our 200 is out still ends for the caller", () => {
    const invite = arrived("INVITE", { body: "offer" });
    join(invite.incoming);
    reply(200, "answer");
    said("BYE", "far");
    invite.sent("near");
    said("ACK", "near");
    expect(sentMethods()).toEqual(["INVITE sip:target", "BYE near"]);
    expect(over).toEqual(["hung-up"]);
  });

  it("is taken back on the other side when the caller cancels, once", () => {
    const invite = arrived("INVITE", { body: "offer" });
    join(invite.incoming);
    reply(180);
    invite.cancel();
    invite.cancel();
    reply(487);
    expect(wire[0]?.cancelled).toBe(true);
    expect(invite.statuses()).toEqual([180]);
    expect({ over, failures }).toEqual({ over: ["hung-up"], failures: [] });
  });

  it("that is answered while it is cancelled is acknowledged and ended", () => {
    const invite = arrived("INVITE", { body: "offer" });
    join(invite.incoming);
    invite.cancel();
    expect(reply(200, "answer")).toEqual([undefined]);
    expect(sentMethods()).toEqual(["INVITE sip:target", "BYE far"]);
    expect(invite.statuses()).toEqual([]);
  });

  it("whose 200 comes too late for the caller's CANCEL is ended on the other side", () => {
    const invite = arrived("INVITE", { body: "offer" });
    join(invite.incoming);
    reply(200, "answer");
    invite.sent(undefined);
    expect(sentMethods()).toEqual(["INVITE sip:target", "BYE far"]);
    expect(over).toEqual(["hung-up"]);
  });

  it("leaves a failed target to its owner, who may ring another", () => {
    const invite = arrived("INVITE", { body: "offer" });
    const joint = join(invite.incoming);
    reply(486);
    wire.at(-1)?.replies.notSent("refused");
    expect(failures).toMatchObject([
      { kind: "refused", answer: { status: 486 } },
      { kind: "unreachable", status: 503 },
    ]);
    joint.ring({ uri: "sip:other", headers: {}, mayBeSilentMs: 2_000 });
    reply(200, "answer");
    expect(invite.statuses()).toEqual([200]);
  });

  it("gives up a target that stays silent, and what it says later changes nothing", () => {
    const invite = arrived("INVITE", { body: "offer" });
    const joint = join(invite.incoming);
    for (const wake of timers) wake();
    expect(failures).toEqual([{ kind: "unreachable", status: 408 }]);
    expect(wire[0]?.cancelled).toBe(true);
    joint.ring({ uri: "sip:other", headers: {}, mayBeSilentMs: 2_000 });
    const [silent] = wire;
    wire.push(...(silent === undefined ? [] : [silent]));
    expect(reply(200, "late")).toEqual([undefined]);
    expect(sentMethods().at(-1)).toBe("BYE far");
    expect(invite.statuses()).toEqual([]);
  });

  it("waits for an answer no longer than it takes to hear of the target at all", () => {
    join(arrived("INVITE").incoming);
    expect(timers.size).toBe(1);
    reply(100);
    expect(timers.size).toBe(0);
  });

  it("passes hold and its answer on, and acknowledges it", () => {
    talking();
    const hold = said("INVITE", "far", "sendonly");
    expect(wire.at(-1)?.request).toMatchObject({ method: "INVITE", dialogId: "near", body: "sendonly" });
    reply(100);
    const acks = reply(200, "recvonly");
    expect(hold.statuses()).toEqual([200]);
    expect(hold.bodyOf(200)).toBe("recvonly");
    expect(acks).toEqual([undefined]);
  });

  it("passes a late offer inside the call on, its answer with the ACK", () => {
    talking();
    said("INVITE", "near");
    const acks = reply(200, "offer");
    expect(acks).toEqual([]);
    said("ACK", "near", "answer");
    expect(acks).toEqual(["answer"]);
  });

  it("passes digits by INFO on, and the refusal of a crossing re-INVITE back", () => {
    talking();
    const digit = said("INFO", "near", "Signal=1");
    expect(wire.at(-1)?.request).toMatchObject({ method: "INFO", dialogId: "far", body: "Signal=1" });
    reply(200);
    expect(digit.statuses()).toEqual([200]);
    const crossing = said("INVITE", "near", "offer");
    reply(491);
    expect(crossing.statuses()).toEqual([491]);
  });

  it("answers what is not passed on", () => {
    talking();
    expect(said("OPTIONS", "near").statuses()).toEqual([200]);
    expect(said("REFER", "near").statuses()).toEqual([405]);
    expect(said("NOTIFY", "near").statuses()).toEqual([489]);
    expect(wire).toHaveLength(1);
  });

  it("tells the sender when the other side's dialog is gone already", () => {
    talking();
    const info = said("INFO", "near", "Signal=1");
    wire.at(-1)?.replies.notSent("no-dialog");
    expect(info.statuses()).toEqual([481]);
  });

  it("ended by us hangs up both sides, and refuses a caller that still waits", () => {
    talking();
    for (const joint of live) joint.hangUp({});
    expect(sentMethods().slice(1)).toEqual(["BYE near", "BYE far"]);
    const waiting = arrived("INVITE");
    join(waiting.incoming).hangUp({ "Retry-After": "30" });
    expect(waiting.statuses()).toEqual([503]);
    expect(wire.at(-1)?.cancelled).toBe(true);
    expect(over).toEqual(["failed", "failed"]);
  });

  it("is over without a word when the link to the SIP server is lost", () => {
    talking();
    for (const joint of live) joint.lost();
    expect({ over, sent: wire.length }).toEqual({ over: ["failed"], sent: 1 });
  });
});
