import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Offer } from "../../../src/dispatch/index.ts";
import { ReservationId } from "../../../src/ids.ts";
import type { PhoneCall } from "./phone-call.ts";
import { header } from "./sip-message.ts";
import { newCallId, offerOf, openSwitchroom, type Switchroom } from "./switchroom.ts";

let room: Switchroom;
beforeAll(async () => {
  room = await openSwitchroom();
});
afterAll(() => room.close());

/** Offers, and takes the INVITE where the SIP server stands. */
async function ring(
  change: Partial<Offer> = {},
): Promise<{ device: PhoneCall; offer: Offer; result: ReturnType<typeof offered> }> {
  const offer = offerOf(newCallId(), change);
  const result = offered(offer);
  return { device: await room.agents.incoming(), offer, result };
}
const offered = (offer: Offer) => room.softswitch().offer(offer);

/** Says a byte over and over: a voice that a test can tell. */
const voice = (byte: number): Buffer => Buffer.alloc(160, byte);
const hears = (phone: PhoneCall, byte: number) =>
  phone.audio.until((heard) => heard.subarray(-1_600).filter((given) => given === byte).length > 1_000);
const sayTo = (phone: PhoneCall, byte: number) => phone.audio.talkTo(phone.audio.mouth(), voice(byte));

describe("an offer", () => {
  it("rings the agent through the SIP server and shows who calls, for which queue and in which call", async () => {
    const { device, offer, result } = await ring();
    expect(device.invite.start).toBe(`INVITE sip:1001@127.0.0.1:${room.agents.address.port} SIP/2.0`);
    expect(header(device.invite, "From")).toMatch(/^"售后服务" <sip:13800138000@/);
    expect(header(device.invite, "X-Fivenines-Call")).toBe(offer.call);
    device.reply(486, "Busy Here");
    await result;
  });

  it("tells the SIP server where the device is to answer by itself", async () => {
    const { device, result } = await ring({ autoAnswer: true });
    expect(header(device.invite, "X-Fivenines-Auto-Answer")).toBe("yes");
    device.reply(486, "Busy Here");
    await result;
  });

  it("shows a caller and a queue as they are, whatever characters they hold", async () => {
    const { device, result } = await ring({
      caller: "+86 (10) 62xx>;x=y",
      queueName: 'a "b"\r\nX: y,(c)${d}',
    });
    expect(header(device.invite, "From")).toMatch(/^"a \\"b\\" {2}X: y,\(c\)\$\{d\}" <sip:\+861062xxxy@/);
    expect(header(device.invite, "X")).toBe("");
    device.reply(486, "Busy Here");
    await result;
  });

  it.each([
    [486, "busy"],
    [600, "declined"],
    [603, "declined"],
    [302, "declined"],
    [480, "no-answer"],
    [408, "no-answer"],
    [404, "unreachable"],
    [410, "unreachable"],
    [500, "unreachable"],
    [503, "unreachable"],
  ] as const)("that the agent's side answers with %i ends as %s", async (status, outcome) => {
    const { device, result } = await ring();
    device.reply(180, "Ringing");
    device.reply(status, "No");
    expect(await result).toEqual({ outcome });
  });

  it("that nobody answers ends by itself two seconds after its time, as no-answer", async () => {
    const { device, result } = await ring({ ringForSeconds: 0 });
    device.reply(180, "Ringing");
    await device.request("CANCEL");
    expect(await result).toEqual({ outcome: "no-answer" });
  });

  it("made twice rings once and ends once", async () => {
    const { device, offer, result } = await ring();
    const again = offered(offer);
    device.reply(486, "Busy Here");
    expect(await Promise.all([result, again])).toEqual([{ outcome: "busy" }, { outcome: "busy" }]);
    const { device: next, result: nextResult } = await ring();
    expect(header(next.invite, "X-Fivenines-Call")).not.toBe(offer.call);
    next.reply(486, "Busy Here");
    await nextResult;
  });

  it("withdrawn while it rings cancels the ringing", async () => {
    const { device, offer, result } = await ring();
    device.reply(180, "Ringing");
    await room.softswitch().withdraw(offer.reservation);
    expect(await result).toEqual({ outcome: "withdrawn" });
    await device.request("CANCEL");
    await room.softswitch().withdraw(offer.reservation);
  });

  it("withdrawn before anything rings never answers, and leaves no leg behind", async () => {
    const offer = offerOf(newCallId());
    const result = offered(offer);
    await room.softswitch().withdraw(offer.reservation);
    expect(await result).toEqual({ outcome: "withdrawn" });
    const again = offerOf(newCallId());
    const next = offered(again);
    const device = await room.agents.incoming();
    expect(header(device.invite, "X-Fivenines-Call")).toBe(again.call);
    device.reply(486, "Busy Here");
    await next;
  });

  it("withdrawn as the agent answers ends the agent leg and counts as withdrawn", async () => {
    const { device, offer, result } = await ring();
    device.reply(180, "Ringing");
    const withdrawn = room.softswitch().withdraw(offer.reservation);
    device.reply(200, "OK");
    await withdrawn;
    expect(await result).toEqual({ outcome: "withdrawn" });
    await Promise.race([device.request("BYE"), device.request("CANCEL")]);
  });

  it("withdrawn after the answer ends the agent leg, which is reported", async () => {
    const { device, offer, result } = await ring();
    device.reply(200, "OK");
    const answer = await result;
    await room.softswitch().withdraw(offer.reservation);
    await device.request("BYE");
    const ended = await room.event("leg-ended");
    expect(answer).toEqual({ outcome: "answered", leg: ended.leg });
  });

  it("never made is withdrawn without ado", async () => {
    await room.softswitch().withdraw(ReservationId(`${newCallId()}.7`));
  });
});

describe("several offers of one call at once", () => {
  async function rungTwice() {
    const { call, leg, phone } = await room.answeredCaller();
    const [one, other] = [1, 2].map((nth) =>
      offerOf(call, { reservation: ReservationId(`${call}.${nth}`), sipUsername: `100${nth}` }),
    );
    if (one === undefined || other === undefined) throw new Error("there are two");
    const results = [offered(one), offered(other)] as const;
    const devices = [await room.agents.incoming(), await room.agents.incoming()];
    const deviceOf = ({ sipUsername }: Offer) => {
      const found = devices.find(({ invite }) => invite.start.startsWith(`INVITE sip:${sipUsername}@`));
      if (found === undefined) throw new Error(`nothing rings for ${sipUsername}`);
      found.reply(180, "Ringing");
      return found;
    };
    return { call, leg, phone, one, other, results, deviceOne: deviceOf(one), deviceOther: deviceOf(other) };
  }

  it("ring side by side; who answers is joined, and the other stops", async () => {
    const { call, leg, phone, other, results, deviceOne, deviceOther } = await rungTwice();
    deviceOne.reply(200, "OK");
    const answer = await results[0];
    if (answer.outcome !== "answered") throw new Error(`the offer ended as ${answer.outcome}`);
    await room.softswitch().withdraw(other.reservation);
    expect(await room.softswitch().bridge(call, leg, answer.leg)).toBe("bridged");
    expect(await results[1]).toEqual({ outcome: "withdrawn" });
    await deviceOther.request("CANCEL");
    phone.hangUp();
    await room.event("leg-ended", (event) => event.leg === leg);
    await room.softswitch().hangUp(answer.leg, "normal");
    await deviceOne.request("BYE");
    await room.event("leg-ended", (event) => event.leg === answer.leg);
  });

  it("that are answered both: the late one's leg is ended, and the conversation goes on", async () => {
    const { call, leg, phone, other, results, deviceOne, deviceOther } = await rungTwice();
    deviceOne.reply(200, "OK");
    deviceOther.reply(200, "OK");
    const [answer, late] = await Promise.all(results);
    if (answer.outcome !== "answered" || late.outcome !== "answered") throw new Error("both answered");
    await room.softswitch().withdraw(other.reservation);
    expect(await room.softswitch().bridge(call, leg, answer.leg)).toBe("bridged");
    await room.softswitch().hangUp(late.leg, "normal");
    await deviceOther.request("BYE");
    await room.event("leg-ended", (event) => event.leg === late.leg);
    sayTo(deviceOne, 0x51);
    await hears(phone, 0x51);
    phone.hangUp();
    await room.event("leg-ended", (event) => event.leg === leg);
    await room.softswitch().hangUp(answer.leg, "normal");
    await room.event("leg-ended", (event) => event.leg === answer.leg);
  });
});

describe("a conversation", () => {
  async function conversation() {
    const { call, leg, phone } = await room.answeredCaller();
    await room.softswitch().startMusic(leg);
    const result = offered(offerOf(call));
    const device = await room.agents.incoming();
    device.reply(180, "Ringing");
    device.reply(200, "OK");
    const answer = await result;
    if (answer.outcome !== "answered") throw new Error(`the offer ended as ${answer.outcome}`);
    expect(await room.softswitch().bridge(call, leg, answer.leg)).toBe("bridged");
    return { call, leg, phone, device, agentLeg: answer.leg };
  }

  it("carries the caller's voice to the agent and the agent's to the caller, and the music stops", async () => {
    const { call, leg, phone, device, agentLeg } = await conversation();
    sayTo(phone, 0x31);
    sayTo(device, 0x41);
    await Promise.all([hears(device, 0x31), hears(phone, 0x41)]);
    expect(await room.softswitch().bridge(call, leg, agentLeg)).toBe("bridged");
    phone.hangUp();
    await room.event("leg-ended", (event) => event.leg === leg);
    await room.softswitch().hangUp(agentLeg, "normal");
    await device.request("BYE");
    await room.event("leg-ended", (event) => event.leg === agentLeg);
  });

  it("that the agent ends leaves the caller's leg to us", async () => {
    const { leg, phone, device, agentLeg } = await conversation();
    device.hangUp();
    await room.event("leg-ended", (event) => event.leg === agentLeg);
    expect(room.untaken()).toEqual([]);
    await room.softswitch().hangUp(leg, "normal");
    await phone.request("BYE");
    await room.event("leg-ended", (event) => event.leg === leg);
  });

  it("cannot begin with a caller who has gone", async () => {
    const { call, leg, phone } = await room.answeredCaller();
    const result = offered(offerOf(call));
    const device = await room.agents.incoming();
    device.reply(200, "OK");
    const answer = await result;
    if (answer.outcome !== "answered") throw new Error(`the offer ended as ${answer.outcome}`);
    phone.hangUp();
    await room.event("leg-ended", (event) => event.leg === leg);
    expect(await room.softswitch().bridge(call, leg, answer.leg)).toBe("failed");
    await room.softswitch().hangUp(answer.leg, "normal");
    await device.request("BYE");
    await room.event("leg-ended", (event) => event.leg === answer.leg);
  });
});
