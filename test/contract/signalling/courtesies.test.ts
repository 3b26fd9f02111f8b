import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Centre, openCentre } from "./support/centre.ts";
import { PeerDialog } from "./support/dialog.ts";
import { TENANT } from "./support/memory.ts";
import { callIn, nextAtSwitch, talk } from "./support/stories.ts";

describe("the centre", () => {
  let centre: Centre;

  beforeEach(async () => {
    centre = await openCentre();
  });

  afterEach(async () => {
    await centre.stop();
  });

  const ask = (method: string, headers = {}) =>
    PeerDialog.outgoing(
      centre.carrier,
      centre.sipPort,
      `sip:127.0.0.1:${centre.sipPort}`,
      "<sip:carrier@x>",
    ).request(method, { headers });

  it("says what it takes when asked by OPTIONS", async () => {
    const answer = await ask("OPTIONS");
    expect(answer.status).toBe(200);
    expect(answer.header("Allow")).toContain("INVITE, ACK, CANCEL, BYE");
    expect(answer.header("Accept")).toContain("application/sdp");
  });

  it("turns a health check away while it drains", async () => {
    centre.signalling.drain();
    const answer = await ask("OPTIONS");
    expect(answer.status).toBe(503);
    expect(answer.header("Retry-After")).toBe("30");
  });

  it.each([
    ["MESSAGE", 405],
    ["SUBSCRIBE", 489],
    ["PUBLISH", 489],
  ])("does not take a %s", async (method, status) => {
    const answer = await ask(method, { Event: "presence", Expires: "60" });
    expect(answer.status).toBe(status);
    expect(answer.header("Allow")).not.toContain(method);
  });

  it("ends its calls when the SIP server dies, finds the new one, and takes calls again", async () => {
    await talk(centre);
    expect(centre.signalling.liveCalls(TENANT)).toBe(1);
    await centre.restartEdge();
    await centre.happenings.until((what) => /^gone .* failed$/.test(what));
    expect(centre.signalling.liveCalls(TENANT)).toBe(0);
    const links = () => centre.happenings.told.filter((what) => what.startsWith("log: linked")).length;
    await centre.happenings.until(() => links() === 2);
    expect(centre.signalling.connected()).toBe(true);
    callIn(centre);
    await nextAtSwitch(centre);
  });

  it("hangs up what is left when it stops", async () => {
    const { caller, leg, call } = await talk(centre);
    // What comes after the caller's ACK shows that the ACK has come; no BYE may go out before.
    caller.send("INFO");
    leg.answer(await centre.softswitch.nextRequest("INFO"), 200);
    await caller.final("INFO");
    await centre.signalling.stop();
    expect(centre.signalling.connected()).toBe(false);
    await centre.carrier.nextRequest("BYE");
    await centre.softswitch.nextRequest("BYE");
    expect(centre.happenings.told).toContain(`gone ${call} failed`);
  });
});
