import { describe, expect, it } from "vitest";
import { parseUri } from "../sip/uri.ts";
import { Transports } from "../transport/index.ts";
import type { Protocol, Transport } from "../transport/transport.ts";
import { isRoute, targetOfRoute, targetOfUri } from "./next-hop.ts";

function transport(protocol: Protocol): Transport {
  return {
    protocol,
    family: "ipv4",
    listen: async () => 0,
    send: () => undefined,
    connections: () => 0,
    close: async () => undefined,
  };
}

function having(...protocols: readonly Protocol[]) {
  return { transports: new Transports(protocols.map(transport)) };
}

const ALL = having("udp", "tcp", "tls", "ws", "wss");
const NOT_AVAILABLE = "requested protocol/transport not available";

function target(text: string, world = ALL) {
  return targetOfUri(world, parseUri(text));
}

describe("the target a URI names (RFC 3263 4.1, 4.2)", () => {
  it.each([
    ["sip:192.0.2.1", "udp", 5060],
    ["sip:x@192.0.2.1:5080", "udp", 5080],
    ["sip:192.0.2.1;transport=TCP", "tcp", 5060],
    ["sip:192.0.2.1;transport=tls", "tls", 5061],
    ["sips:192.0.2.1", "tls", 5061],
    ["sips:192.0.2.1;transport=tcp", "tls", 5061],
    ["sip:example.com:5060", "udp", 5060],
    ["sips:example.com:5080", "tls", 5080],
    ["sip:example.com:5070;transport=tcp", "tcp", 5070],
  ])("%s leaves nothing to DNS but addresses: %s, port %i", (text, protocol, port) => {
    expect(target(text)).toMatchObject({ protocol, port });
    expect(target(text)).not.toHaveProperty("leftToDns");
  });

  it.each([
    ["sip:example.com", "udp", "transport-and-port"],
    ["sips:example.com", "tls", "transport-and-port"],
    ["sip:example.com;transport=tcp", "tcp", "port"],
    ["sips:example.com;transport=tcp", "tls", "port"],
  ])("%s leaves more: %s, %s", (text, protocol, leftToDns) => {
    expect(target(text)).toMatchObject({ protocol, leftToDns, secure: text.startsWith("sips") });
  });

  it.each([
    ["sip:x@[::1]", "no IPv6 here"],
    ["sip:x@192.0.2.1;transport=sctp", "no such transport"],
    ["sips:x@192.0.2.1;transport=udp", "UDP is never secure"],
    ["sip:x@192.0.2.1;transport=ws", "browsers cannot be dialled"],
    ["sips:x@192.0.2.1;transport=ws", "browsers cannot be dialled"],
  ])("%s cannot be reached: %s", (text) => {
    expect(target(text)).toBe(NOT_AVAILABLE);
  });

  it("sips: is never sent to without TLS, and what DNS may choose goes over what there is", () => {
    expect(target("sips:example.com", having("udp", "tcp"))).toBe(NOT_AVAILABLE);
    expect(target("sips:192.0.2.1", having("udp", "tcp"))).toBe(NOT_AVAILABLE);
    expect(target("sip:example.com", having("tcp"))).toMatchObject({ protocol: "tcp" });
    expect(target("sip:192.0.2.1", having("tcp"))).toBe(NOT_AVAILABLE);
  });

  it("maddr is gone to instead of the host (RFC 3261 19.1.1)", () => {
    expect(target("sip:x@example.com;maddr=192.0.2.7")).toMatchObject({ host: "192.0.2.7", port: 5060 });
    expect(target("sip:maddr=1@example.com:5070;maddr=Gw.example.net;lr")).toMatchObject({
      host: "gw.example.net",
      port: 5070,
    });
  });

  it.each(["tel:+86108668", "mailto:a@b", "nonsense"])("%s names none", (text) => {
    expect(target(text)).toBe("invalid request-uri");
  });
});

describe("a route given by an application", () => {
  it("may have an IPv6 address without brackets before its port", () => {
    const both = having("udp");
    both.transports.reaches = () => true;
    expect(targetOfRoute(both, "sip:2001:db8::1:5080")).toMatchObject({ host: "2001:db8::1", port: 5080 });
    expect(targetOfRoute(both, "[2001:db8::1]:5080")).toMatchObject({ host: "2001:db8::1", port: 5080 });
  });

  it.each([
    ["sip:192.0.2.1:5080;transport=tcp", "tcp", "192.0.2.1", 5080],
    ["<sip:gw.example.com:5080;lr>", "udp", "gw.example.com", 5080],
    ['"Gate" <sips:192.0.2.1>', "tls", "192.0.2.1", 5061],
    ["192.0.2.1", "udp", "192.0.2.1", 5060],
    ["192.0.2.1:5080", "udp", "192.0.2.1", 5080],
    ["gw.example.com:5080", "udp", "gw.example.com", 5080],
    ["localhost:5080;transport=tcp", "tcp", "localhost", 5080],
  ])("%s is %s to %s, port %i", (route, protocol, host, port) => {
    expect(targetOfRoute(ALL, route)).toMatchObject({ protocol, host, port });
    expect(isRoute(route)).toBe(true);
  });

  it.each(["tel:+1", "", "a b", "sip:", "gw:99999"])("%j is none", (route) => {
    expect(targetOfRoute(ALL, route)).toBe("invalid request-uri");
    expect(isRoute(route)).toBe(false);
  });
});
