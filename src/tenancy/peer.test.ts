import { describe, expect, it } from "vitest";
import { TrunkId } from "../ids.ts";
import { parsePeer, trunksByAddress } from "./peer.ts";
import type { Trunk } from "./platform.ts";

function trunk(key: string, ...addresses: readonly string[]): Trunk {
  return { id: TrunkId(key), key, name: key, addresses };
}

/** The key of the trunk that a request from there belongs to. */
function found(trunks: readonly Trunk[], address: string, port = 5060): string | undefined {
  return trunksByAddress(trunks)({ address, port })?.key;
}

describe("a trunk's address", () => {
  it.each([
    "192.0.2.1",
    "192.0.2.0/24",
    "192.0.2.1:5060",
    "2001:db8::1",
    "[2001:db8::1]",
    "2001:db8::/32",
    "[::1]:5060",
  ])("may be written %s", (text) => {
    expect(parsePeer(text)).toBeDefined();
  });

  it.each([
    "192.0.2.1:0",
    "192.0.2.1:65536",
    "192.0.2.0/24:5060",
    "[192.0.2.1",
    "::1]:5060",
    "[]",
    "...",
    "1:2",
  ])("cannot be written %s", (text) => {
    expect(parsePeer(text)).toBeUndefined();
  });
});

describe("the trunk of a request", () => {
  it("is that of its address, at whatever port", () => {
    const trunks = [trunk("carrier", "192.0.2.1")];
    expect(found(trunks, "192.0.2.1", 5060)).toBe("carrier");
    expect(found(trunks, "192.0.2.1", 33_333)).toBe("carrier");
    expect(found(trunks, "192.0.2.2")).toBeUndefined();
  });

  it("is that of its address and port before that of its address, however they are listed", () => {
    const trunks = [trunk("address", "192.0.2.1"), trunk("port", "192.0.2.1:5080")];
    expect(found(trunks, "192.0.2.1", 5080)).toBe("port");
    expect(found(trunks, "192.0.2.1", 5060)).toBe("address");
    expect(found(trunks.toReversed(), "192.0.2.1", 5080)).toBe("port");
  });

  it("is none if only another port of its address is a trunk's", () => {
    expect(found([trunk("port", "192.0.2.1:5080")], "192.0.2.1", 5060)).toBeUndefined();
  });

  it("is that of the smallest block around its address", () => {
    const trunks = [
      trunk("world", "0.0.0.0/0"),
      trunk("eight", "10.0.0.0/8"),
      trunk("address", "10.1.2.3"),
      trunk("sixteen", "10.1.0.0/16"),
    ];
    expect(found(trunks, "10.1.2.3")).toBe("address");
    expect(found(trunks, "10.1.255.255")).toBe("sixteen");
    expect(found(trunks, "10.2.0.0")).toBe("eight");
    expect(found(trunks, "11.0.0.0")).toBe("world");
    expect(found(trunks, "::1")).toBeUndefined();
  });

  it("is found by IPv6 block, address and port alike", () => {
    const trunks = [
      trunk("block", "2001:db8::/33"),
      trunk("port", "[2001:db8::1]:5060"),
      trunk("all", "::/0"),
    ];
    expect(found(trunks, "2001:db8::1", 5060)).toBe("port");
    expect(found(trunks, "2001:0DB8:0:0:0:0:0:1", 5061)).toBe("block");
    expect(found(trunks, "2001:db8:8000::")).toBe("all");
    expect(found(trunks, "2001:db8:7fff:ffff:ffff:ffff:ffff:ffff")).toBe("block");
  });

  it("is found by IPv4 address where a socket for both families names the caller", () => {
    expect(found([trunk("carrier", "192.0.2.0/24")], "::ffff:192.0.2.9")).toBe("carrier");
    expect(found([trunk("carrier", "::/0")], "::ffff:192.0.2.9")).toBeUndefined();
  });

  it("is found whatever the zone of a link-local address", () => {
    expect(found([trunk("carrier", "fe80::1")], "fe80::1%eth0")).toBe("carrier");
  });

  it("is none for an address that cannot be read, nor for a block in place of an address", () => {
    const trunks = [trunk("world", "0.0.0.0/0", "::/0", "nonsense")];
    for (const address of ["", "nonsense", "0.0.0.0/0", "1.2.3.4/8", "::/0"])
      expect(found(trunks, address)).toBeUndefined();
  });

  it("is the first listed of two with the same address", () => {
    expect(found([trunk("first", "10.0.0.1"), trunk("second", "10.0.0.1/32")], "10.0.0.1")).toBe("first");
  });
});
