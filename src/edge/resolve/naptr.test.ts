import { describe, expect, it } from "vitest";
import type { Protocol } from "../transport/transport.ts";
import { offeredServices } from "./naptr.ts";
import type { NaptrRecord } from "./records.ts";

function record(order: number, preference: number, service: string, replacement: string): NaptrRecord {
  return { order, preference, flags: "s", service, replacement };
}

// The example of RFC 3263 4.1.
const ZONE = [
  record(50, 50, "SIPS+D2T", "_sips._tcp.example.com"),
  record(90, 50, "SIP+D2T", "_sip._tcp.example.com"),
  record(100, 50, "SIP+D2U", "_sip._udp.example.com"),
];

function usable(secure: boolean, ...protocols: readonly Protocol[]) {
  return { secure, has: (protocol: Protocol) => protocols.includes(protocol) };
}

describe("services offered by NAPTR (RFC 3263 4.1)", () => {
  it.each([
    [["udp", "tcp", "tls"], [{ protocol: "tls", srvName: "_sips._tcp.example.com" }]],
    [["udp", "tcp"], [{ protocol: "tcp", srvName: "_sip._tcp.example.com" }]],
    [["udp"], [{ protocol: "udp", srvName: "_sip._udp.example.com" }]],
    [["ws"], []],
  ] as const)(
    "a client with %j uses the first record whose transport it has, whatever order is higher",
    (has, found) => {
      expect(offeredServices(ZONE, usable(false, ...has))).toEqual(found);
    },
  );

  it("a sips: URI keeps only what is secure", () => {
    expect(offeredServices(ZONE, usable(true, "udp", "tcp", "tls"))).toHaveLength(1);
    expect(offeredServices(ZONE, usable(true, "udp", "tcp"))).toEqual([]);
  });

  it("sorts equal orders by preference, and takes all of them", () => {
    const zone = [
      record(10, 20, "sip+d2u", "u"),
      record(10, 10, "SIP+D2T", "t"),
      record(20, 1, "SIPS+D2T", "s"),
    ];
    const found = offeredServices(zone, usable(false, "udp", "tcp", "tls"));
    expect(found?.map(({ protocol }) => protocol)).toEqual(["tcp", "udp"]);
  });

  it("knows WebSocket services (RFC 7118)", () => {
    const zone = [record(1, 1, "SIP+D2W", "w"), record(2, 1, "SIPS+D2W", "_sips._ws.example.com")];
    expect(offeredServices(zone, usable(true, "ws", "wss"))).toEqual([
      { protocol: "wss", srvName: "_sips._ws.example.com" },
    ]);
  });

  it("ignores flags other than s, and what is not about SIP leaves the choice to SRV", () => {
    const odd = { ...record(1, 1, "SIP+D2U", "x"), flags: "a" };
    expect(offeredServices([odd], usable(false, "udp"))).toEqual([]);
    expect(offeredServices([record(1, 1, "E2U+sip", "x")], usable(false, "udp"))).toBeUndefined();
    expect(offeredServices([], usable(false, "udp"))).toBeUndefined();
  });
});
