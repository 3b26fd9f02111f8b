import { describe, expect, it } from "vitest";
import { type Listening, listeningTexts, ownContact, ownVia, selfAddresses } from "./self.ts";

const FOUR = "192.0.2.5";
const SIX = "2001:db8::5";
const LISTENING: readonly Listening[] = [
  { protocol: "udp", family: "ipv4", host: FOUR, port: 5060 },
  { protocol: "udp", family: "ipv6", host: SIX, port: 5060 },
  { protocol: "tls", family: "ipv4", host: FOUR, port: 5061 },
  { protocol: "wss", family: "ipv4", host: FOUR, port: 8443 },
];

describe("what the server calls itself", () => {
  const self = selfAddresses(LISTENING, {});

  it.each([
    ["udp", "SIP/2.0/UDP 192.0.2.5:5060;branch=b;rport", "<sip:192.0.2.5:5060>"],
    ["tls", "SIP/2.0/TLS 192.0.2.5:5061;branch=b", "<sip:192.0.2.5:5061;transport=tls>"],
    ["wss", "SIP/2.0/WSS 192.0.2.5:8443;branch=b", "<sip:192.0.2.5:8443;transport=ws>"],
  ] as const)("over %s has the port it is heard on", (protocol, via, contact) => {
    expect(ownVia(self, protocol, "b")).toBe(via);
    expect(ownContact(self, protocol)).toBe(contact);
  });

  it("is sips where that is asked for and can be had (RFC 5630 3.3)", () => {
    expect(ownContact(self, "tls", true)).toBe("<sips:192.0.2.5:5061>");
    expect(ownContact(self, "udp", true)).toBe("<sips:192.0.2.5:5061>");
    expect(ownContact(self, "wss", true)).toBe("<sips:192.0.2.5:8443;transport=ws>");
    expect(ownContact(selfAddresses(LISTENING.slice(0, 1), {}), "udp", true)).toBe("<sip:192.0.2.5:5060>");
  });

  it("is of the family of whom it faces, IPv4 for names and where there is nothing else", () => {
    expect(self.facing("2001:db8::9").host).toBe(SIX);
    expect(self.facing("sip.example.com").host).toBe(FOUR);
    expect(selfAddresses(LISTENING.slice(0, 1), {}).facing("::1").host).toBe(FOUR);
  });

  it("is what it is told to tell, while it knows all its names as its own", () => {
    const told = selfAddresses(LISTENING, { ipv4: "Sip.Example.com", ipv6: "2001:db8::99" });
    expect(ownContact(told, "udp")).toBe("<sip:Sip.Example.com:5060>");
    expect(listeningTexts(LISTENING, told).external).toBe(
      "udp/Sip.Example.com:5060,udp/[2001:db8::99]:5060,tls/Sip.Example.com:5061,wss/Sip.Example.com:8443",
    );
    expect(listeningTexts(LISTENING, told).local).toContain("udp/192.0.2.5:5060,udp/[2001:db8::5]:5060");
    const own = [FOUR, "sip.example.com", SIX, "2001:DB8:0:0::5", "2001:db8::99"];
    expect(own.map((host) => told.owns(host, 5060))).toEqual([true, true, true, true, true]);
    expect([told.owns(FOUR, 8443), told.owns(SIX, 8443), told.owns(FOUR, 5070)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
