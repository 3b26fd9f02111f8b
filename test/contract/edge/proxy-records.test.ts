import { describe, expect, it } from "vitest";
import { ControlClient } from "./support/control-client.ts";
import { appProxying, inDialogOf, uriOf } from "./support/proxying.ts";
import { branchOf, field, SDP } from "./support/sip-text.ts";
import { startWorld } from "./support/world.ts";

/** Two agents a call is let pass to, and somebody who takes the records. */
async function recorded(opts: object) {
  const world = await startWorld();
  const taker = await ControlClient.authenticated(world.edge.controlPort);
  for (const kind of ["attempt", "start", "stop"]) await taker.command(`route|cdr:${kind}`);
  const [caller, first, second] = [await world.udpPhone(), await world.udpPhone(), await world.udpPhone()];
  await appProxying(world, [uriOf(first, "1"), uriOf(second, "2")], { remainInDialog: true, ...opts });
  const sent = caller.request({ method: "INVITE", callId: "recorded", body: SDP });
  const next = async (kind: string): Promise<string[]> => {
    const { fields, text } = await taker.record(kind);
    return [...fields.toSpliced(2, 1), text.split("\r\n", 1)[0] ?? ""];
  };
  return { caller, first, second, sent, next, taker };
}

describe("records of calls that are proxied", () => {
  it("tell of each attempt, of both sides when one is answered, and of their release", async () => {
    const { caller, first, second, next } = await recorded({});
    expect(await next("attempt")).toMatchObject([
      "cdr:attempt",
      "network",
      expect.stringMatching(/^INVITE sip:98668@/),
    ]);
    expect(await next("attempt")).toMatchObject([
      "cdr:attempt",
      "application",
      expect.stringMatching(/^INVITE sip:1@/),
    ]);
    first.respond(await first.method("INVITE"), { status: 486, tag: "one" });
    expect(await next("stop")).toEqual(["cdr:stop", "network", "call-rejected", "SIP/2.0 486 Said so"]);
    expect(await next("attempt")).toMatchObject([
      "cdr:attempt",
      "application",
      expect.stringMatching(/^INVITE sip:2@/),
    ]);
    second.respond(await second.method("INVITE"), { status: 200, tag: "two" });
    const ok = await caller.status(200);
    expect(await next("start")).toEqual(["cdr:start", "network", "proxy-uac", "SIP/2.0 200 Said so"]);
    expect(await next("start")).toEqual(["cdr:start", "application", "proxy-uas", "SIP/2.0 200 Said so"]);
    caller.request(inDialogOf(ok, "BYE", 2));
    second.respond(await second.method("BYE"), { status: 200 });
    expect(await next("stop")).toEqual(["cdr:stop", "network", "normal-release", "SIP/2.0 200 Said so"]);
    expect(await next("stop")).toEqual(["cdr:stop", "application", "normal-release", "SIP/2.0 200 Said so"]);
  });

  it("tell of a refusal by all with what the caller gets", async () => {
    const { caller, first, second, next, taker } = await recorded({ forking: "simultaneous" });
    for (const agent of [first, second])
      agent.respond(await agent.method("INVITE"), { status: 603, tag: "x" });
    await caller.status(603);
    const stops = [await next("stop"), await next("stop"), await next("stop")];
    expect(stops.map(([, origin, end]) => `${origin} ${end}`)).toEqual([
      "network call-rejected",
      "network call-rejected",
      "application call-rejected",
    ]);
    await taker.command("ping");
    expect(taker.inbox.count((frame) => frame.includes("|cdr:start|"))).toBe(0);
  });

  it("tell of a caller who gives up once, and of each target that is cancelled", async () => {
    const { caller, first, sent, next, taker } = await recorded({});
    const invite = await first.method("INVITE");
    first.respond(invite, { status: 180, tag: "one" });
    await caller.status(180);
    caller.request({ method: "CANCEL", callId: "recorded", branch: branchOf(sent) });
    expect(await next("stop")).toMatchObject([
      "cdr:stop",
      "network",
      "call-canceled",
      expect.stringMatching(/^CANCEL /),
    ]);
    await first.method("CANCEL");
    first.respond(invite, { status: 487, tag: "one" });
    expect(field(await first.method("ACK"), "CSeq")).toBe("1 ACK");
    expect(await next("stop")).toEqual(["cdr:stop", "network", "call-canceled", "SIP/2.0 487 Said so"]);
    await taker.command("ping");
    expect(taker.inbox.count((frame) => frame.includes("|cdr:stop|"))).toBe(2);
  });
});
