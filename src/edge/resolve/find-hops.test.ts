import { describe, expect, it } from "vitest";
import type { Target } from "../transport/resolve.ts";
import type { Hop, Protocol } from "../transport/transport.ts";
import { findHops, type Search } from "./find-hops.ts";
import type { Answer, NaptrRecord, SrvRecord } from "./records.ts";

interface Zone {
  readonly naptr?: Readonly<Record<string, readonly NaptrRecord[]>>;
  readonly srv?: Readonly<Record<string, readonly SrvRecord[]>>;
  readonly a?: Readonly<Record<string, readonly string[]>>;
  readonly aaaa?: Readonly<Record<string, readonly string[]>>;
  readonly machine?: Readonly<Record<string, readonly string[]>>;
  /** Questions nobody answers. */
  readonly silence?: readonly string[];
}

/** A search in a made-up zone; it notes what is asked. */
function searching(zone: Zone, has: readonly string[] = ["udp4", "tcp4", "tls4"]) {
  const asked: string[] = [];
  const answer = async <Record>(
    type: string,
    name: string,
    records: Readonly<{ [name: string]: readonly Record[] }> | undefined,
  ): Promise<Answer<Record>> => {
    asked.push(`${type} ${name}`);
    if (zone.silence?.includes(`${type} ${name}`)) return { kind: "silence" };
    const found = records?.[name];
    return found ? { kind: "found", records: found, seconds: 60 } : { kind: "nothing" };
  };
  const search: Search = {
    names: {
      naptr: async (name) => answer("NAPTR", name, zone.naptr),
      srv: async (name) => answer("SRV", name, zone.srv),
      addresses: async (name, family) =>
        family === 4 ? answer("A", name, zone.a) : answer("AAAA", name, zone.aaaa),
      machine: async (name) => answer("machine", name, zone.machine),
    },
    reaches: (protocol: Protocol, family) => has.includes(protocol + family),
    chance: () => 0,
  };
  return { search, asked };
}

const OPEN: Target = { protocol: "udp", host: "example.com", port: 5060, leftToDns: "transport-and-port" };

function naptr(service: string, replacement: string): NaptrRecord {
  return { order: 10, preference: 10, flags: "S", service, replacement };
}

function srv(name: string, priority: number, port = 5060): SrvRecord {
  return { name, priority, weight: 0, port };
}

function textOf(hops: readonly Hop[]): string[] {
  return hops.map(({ protocol, address, port }) => `${protocol} ${address} ${port}`);
}

describe("finding the hops of a domain (RFC 3263 4.1, 4.2)", () => {
  it("follows NAPTR to SRV to addresses, and keeps the domain for the certificate", async () => {
    const { search, asked } = searching({
      naptr: { "example.com": [naptr("SIPS+D2T", "_sips._tcp.example.com")] },
      srv: { "_sips._tcp.example.com": [srv("b.example.net", 2), srv("a.example.net", 1, 5071)] },
      a: { "a.example.net": ["192.0.2.1", "192.0.2.2"], "b.example.net": ["192.0.2.3"] },
    });
    const hops = await findHops(search, OPEN);
    expect(textOf(hops)).toEqual(["tls 192.0.2.1 5071", "tls 192.0.2.2 5071", "tls 192.0.2.3 5060"]);
    expect(new Set(hops.map(({ serverName }) => serverName))).toEqual(new Set(["example.com"]));
    expect(asked.slice(0, 2)).toEqual(["NAPTR example.com", "SRV _sips._tcp.example.com"]);
  });

  it("asks for SRV of each transport it has where there is no NAPTR; sips: only for TLS", async () => {
    const zone: Zone = {
      srv: {
        "_sip._tcp.example.com": [srv("t.example.com", 1)],
        "_sip._udp.example.com": [srv("u.example.com", 1)],
        "_sips._tcp.example.com": [srv("s.example.com", 1, 5061)],
      },
      a: { "t.example.com": ["192.0.2.1"], "u.example.com": ["192.0.2.2"], "s.example.com": ["192.0.2.3"] },
    };
    expect(textOf(await findHops(searching(zone).search, OPEN))).toEqual([
      "udp 192.0.2.2 5060",
      "tcp 192.0.2.1 5060",
    ]);
    const secured: Target = { ...OPEN, protocol: "tls", port: 5061, secure: true };
    expect(textOf(await findHops(searching(zone).search, secured))).toEqual(["tls 192.0.2.3 5061"]);
  });

  it("uses the domain's own address and the default port where there is neither", async () => {
    const { search, asked } = searching({ a: { "example.com": ["192.0.2.9"] } });
    expect(textOf(await findHops(search, OPEN))).toEqual(["udp 192.0.2.9 5060"]);
    expect(asked).toEqual([
      "NAPTR example.com",
      "SRV _sip._udp.example.com",
      "SRV _sip._tcp.example.com",
      "A example.com",
    ]);
  });

  it("asks for SRV alone where the transport is given, and for addresses alone where the port is", async () => {
    const zone: Zone = {
      srv: { "_sip._tcp.example.com": [srv("t.example.com", 1, 5090)] },
      a: { "t.example.com": ["192.0.2.1"], "example.com": ["192.0.2.9"] },
    };
    const one = searching(zone);
    const transportGiven: Target = { ...OPEN, protocol: "tcp", leftToDns: "port" };
    expect(textOf(await findHops(one.search, transportGiven))).toEqual(["tcp 192.0.2.1 5090"]);
    expect(one.asked).toEqual(["SRV _sip._tcp.example.com", "A t.example.com"]);
    const other = searching(zone);
    const portGiven: Target = { protocol: "udp", host: "example.com", port: 5070 };
    expect(textOf(await findHops(other.search, portGiven))).toEqual(["udp 192.0.2.9 5070"]);
    expect(other.asked).toEqual(["A example.com"]);
  });

  it("finds nothing where SRV says the service is not offered, or NAPTR names no transport it has", async () => {
    const closed: Zone = {
      srv: { "_sip._tcp.example.com": [srv("", 0, 0)] },
      a: { "example.com": ["192.0.2.9"] },
    };
    const target: Target = { ...OPEN, protocol: "tcp", leftToDns: "port" };
    expect(await findHops(searching(closed).search, target)).toEqual([]);
    const foreign: Zone = {
      naptr: { "example.com": [naptr("SIP+D2S", "_sip._sctp.example.com")] },
      a: { "example.com": ["192.0.2.9"] },
    };
    expect(await findHops(searching(foreign).search, OPEN)).toEqual([]);
  });

  it("looks for addresses only in the families it can send to, IPv6 first", async () => {
    const zone: Zone = { a: { "example.com": ["192.0.2.9"] }, aaaa: { "example.com": ["2001:db8::9"] } };
    const target: Target = { protocol: "udp", host: "example.com", port: 5060 };
    const both = searching(zone, ["udp4", "udp6"]);
    expect(textOf(await findHops(both.search, target))).toEqual([
      "udp 2001:db8::9 5060",
      "udp 192.0.2.9 5060",
    ]);
    const old = searching(zone, ["udp4"]);
    expect(textOf(await findHops(old.search, target))).toEqual(["udp 192.0.2.9 5060"]);
    expect(old.asked).toEqual(["A example.com"]);
  });

  it("leaves names without a dot, and .localhost, to the machine", async () => {
    const { search, asked } = searching({ machine: { trunk: ["192.0.2.5"], "a.localhost": ["127.0.0.1"] } });
    expect(textOf(await findHops(search, { ...OPEN, host: "trunk" }))).toEqual(["udp 192.0.2.5 5060"]);
    expect(textOf(await findHops(search, { ...OPEN, host: "a.localhost" }))).toEqual(["udp 127.0.0.1 5060"]);
    expect(asked).toEqual(["machine trunk", "machine a.localhost"]);
  });

  it("asks for the address of a name without a dot where the DNS servers were named", async () => {
    const { search, asked } = searching({
      a: { trunk: ["192.0.2.5"] },
      machine: { localhost: ["127.0.0.1"] },
    });
    const named = { ...search, asksForBareNames: true };
    expect(textOf(await findHops(named, { ...OPEN, host: "trunk" }))).toEqual(["udp 192.0.2.5 5060"]);
    expect(textOf(await findHops(named, { ...OPEN, host: "localhost" }))).toEqual(["udp 127.0.0.1 5060"]);
    expect(asked).toEqual(["A trunk", "machine localhost"]);
  });

  it("asks the machine where DNS has nothing, and nobody for .invalid", async () => {
    const { search, asked } = searching({ machine: { "pbx.office": ["192.0.2.6", "2001:db8::6"] } });
    const target: Target = { protocol: "udp", host: "pbx.office", port: 5060 };
    expect(textOf(await findHops(search, target))).toEqual(["udp 192.0.2.6 5060"]);
    expect(asked).toEqual(["A pbx.office", "machine pbx.office"]);
    expect(await findHops(search, { ...OPEN, host: "nowhere.invalid" })).toEqual([]);
    expect(asked).toHaveLength(2);
  });

  it("asks DNS nothing more once it kept silent", async () => {
    const { search, asked } = searching({
      silence: ["NAPTR example.com"],
      machine: { "example.com": ["192.0.2.7"] },
    });
    expect(textOf(await findHops(search, OPEN))).toEqual(["udp 192.0.2.7 5060"]);
    expect(asked).toEqual(["NAPTR example.com", "machine example.com"]);
  });

  it("names each hop once, and at most ten", async () => {
    const many = Array.from({ length: 30 }, (_, i) => `192.0.2.${i % 20}`);
    const { search } = searching({ a: { "example.com.": [], "example.com": many } });
    const hops = await findHops(search, { protocol: "udp", host: "example.com.", port: 5060 });
    expect(textOf(hops)).toEqual(Array.from({ length: 10 }, (_, i) => `udp 192.0.2.${i} 5060`));
  });
});
