import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AGENT, type Centre, openCentre, TRUNK } from "./support/centre.ts";
import { answerChallenge } from "./support/credentials.ts";
import { UdpPeer } from "./support/peer.ts";
import { register } from "./support/stories.ts";

describe("the registrar", () => {
  let centre: Centre;
  let device: UdpPeer;

  beforeEach(async () => {
    centre = await openCentre();
    device = await UdpPeer.open();
  });

  afterEach(async () => {
    await device.close();
    await centre.stop();
  });

  const devices = () => centre.happenings.told.filter((what) => what.includes("device"));

  it.each(["MD5", "SHA-256"] as const)("takes a device that proves its password by %s", async (algorithm) => {
    const { challenge, final } = await register(centre, device, { algorithm });
    expect(challenge.headers("WWW-Authenticate")).toEqual([
      expect.stringContaining("algorithm=SHA-256"),
      expect.stringContaining("algorithm=MD5"),
    ]);
    expect(final.status).toBe(200);
    expect(final.header("Contact")).toBe(`<sip:${AGENT.username}@127.0.0.1:${device.port}>;expires=3600`);
    expect(final.header("Server")).toBe("Fivenines");
    expect(devices()).toEqual(["li has a device"]);
    expect(await centre.bindings.list(AGENT.username)).toMatchObject([
      { receivedFrom: { address: "127.0.0.1", port: device.port, protocol: "udp" } },
    ]);
  });

  it("answers a wrong SIP password and an unknown user alike, and gives neither a device", async () => {
    const wrong = await register(centre, device, { who: { ...AGENT, password: "wrong" } });
    const unknown = await register(centre, device, { who: { username: "nobody", password: "wrong" } });
    const shape = (text: string) =>
      text
        .replace(/nonce="[^"]*"/g, "nonce")
        .replace(/^(via|from|to|call-id|cseq|date):.*$/gim, "")
        .trim();
    expect(wrong.final.status).toBe(401);
    expect(shape(unknown.final.text)).toBe(shape(wrong.final.text));
    expect(devices()).toEqual([]);
  });

  it("stops challenging after five wrong passwords in a minute", async () => {
    const who = { ...AGENT, password: "wrong" };
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect((await register(centre, device, { who })).final.status).toBe(401);
    }
    expect((await register(centre, device)).final.status).toBe(403);
    centre.skip(60_000);
    expect((await register(centre, device)).final.status).toBe(200);
  });

  it("asks again without blame when the nonce is too old", async () => {
    const { challenge, dialog } = await register(centre, device);
    centre.skip(300_001);
    const uri = `sip:127.0.0.1:${centre.sipPort}`;
    const Authorization = answerChallenge(challenge, AGENT, "REGISTER", uri);
    const stale = await dialog.request("REGISTER", { headers: { Authorization } });
    expect(stale.status).toBe(401);
    expect(stale.header("WWW-Authenticate")).toContain("stale=true");
  });

  it("does not let one user register for another", async () => {
    expect((await register(centre, device, { as: "han.mei" })).final.status).toBe(403);
  });

  it("refuses a registration that is too brief, and says how long it must be", async () => {
    const { final } = await register(centre, device, { headers: { Expires: "59" } });
    expect(final.status).toBe(423);
    expect(final.header("Min-Expires")).toBe("60");
    expect(devices()).toEqual([]);
  });

  it("lists what is registered, with the time that is left", async () => {
    await register(centre, device, { headers: { Expires: "600" } });
    centre.skip(100_000);
    const { final } = await register(centre, device, { headers: { Contact: undefined } });
    expect(final.status).toBe(200);
    expect(final.header("Contact")).toMatch(/;expires=(500|499)$/);
  });

  it("forgets a device that unregisters, and the agent has none any more", async () => {
    const { dialog } = await register(centre, device);
    const { final } = await register(centre, device, { headers: { Expires: "0" }, within: dialog });
    expect(final.status).toBe(200);
    expect(final.headers("Contact")).toEqual([]);
    expect(devices()).toEqual(["li has a device", "li has no device"]);
  });

  it("forgets all devices at a star", async () => {
    const other = await UdpPeer.open();
    await register(centre, device);
    await register(centre, other);
    const { final } = await register(centre, device, { headers: { Contact: "*", Expires: "0" } });
    expect(final.status).toBe(200);
    expect(await centre.bindings.list(AGENT.username)).toEqual([]);
    // Each device that registers anew is told of.
    expect(devices()).toEqual(["li has a device", "li has a device", "li has no device"]);
    await other.close();
  });

  it("takes a trunk's registration, which is no agent's device", async () => {
    const { final } = await register(centre, device, { who: TRUNK });
    expect(final.status).toBe(200);
    expect(devices()).toEqual([]);
  });
});
