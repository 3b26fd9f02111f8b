import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isHost, networkKey, parseNetwork, widened } from "./network.ts";

/** The key of what is read, or `unreadable`. */
function read(text: string): string {
  const network = parseNetwork(text);
  return network === undefined ? "unreadable" : networkKey(network);
}

describe("an address", () => {
  it.each([
    ["0.0.0.0", "4/32/0"],
    ["255.255.255.255", "4/32/ffffffff"],
    ["10.1.2.3", "4/32/a010203"],
    ["::", "6/128/0"],
    ["::1", "6/128/1"],
    ["1::", "6/128/10000000000000000000000000000"],
    ["2001:DB8::a", "6/128/20010db800000000000000000000000a"],
    ["1:2:3:4:5:6:7:8", "6/128/10002000300040005000600070008"],
    ["1::3:4:5:6:7:8", "6/128/10000000300040005000600070008"],
    ["64:ff9b::192.0.2.1", "6/128/64ff9b0000000000000000c0000201"],
  ])("%s is read", (text, key) => {
    expect(read(text)).toBe(key);
  });

  it("that is an IPv4 address mapped into IPv6 is that IPv4 address", () => {
    expect(read("::ffff:10.1.2.3")).toBe(read("10.1.2.3"));
    expect(read("::FFFF:a01:203")).toBe(read("10.1.2.3"));
    expect(read("::ffff:10.0.0.0/104")).toBe(read("10.0.0.0/8"));
    expect(read("::ffff:0:0/96")).toBe(read("0.0.0.0/0"));
    expect(read("::ffff:10.1.2.3/95")).toBe(read("::fffe:0:0/95"));
  });

  it.each([
    "",
    ".",
    "...",
    "1.2.3",
    "1.2.3.4.5",
    "256.1.1.1",
    "010.1.1.1",
    "1.2.3.4 ",
    "1.2.3.-4",
    "1e1.2.3.4",
    ":",
    ":::",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1::2::3",
    "1:2:3:4::5:6:7:8",
    "12345::",
    "g::",
    ":1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:",
    "::1.2.3",
    "1.2.3.4::",
    "[::1]",
    "fe80::1%eth0",
    "/",
    "1.2.3.4/",
    "1.2.3.4/33",
    "1.2.3.4/-1",
    "1.2.3.4/8/8",
    "::/129",
    "localhost",
  ])("%j is unreadable", (text) => {
    expect(read(text)).toBe("unreadable");
  });
});

describe("a block of addresses", () => {
  it("forgets the bits after its prefix", () => {
    expect(read("10.1.2.3/8")).toBe(read("10.0.0.0/8"));
    expect(read("10.1.2.3/0")).toBe(read("0.0.0.0/0"));
    expect(read("2001:db8:ffff::1/32")).toBe(read("2001:db8::/32"));
    expect(read("ffff::/0")).toBe(read("::/0"));
  });

  it("of full length is the address itself", () => {
    expect(read("10.1.2.3/32")).toBe(read("10.1.2.3"));
    expect(read("::1/128")).toBe(read("::1"));
  });

  it("of one family is never one of the other", () => {
    expect(read("0.0.0.0/0")).not.toBe(read("::/0"));
  });

  it("holds exactly the addresses that share its prefix", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), fc.nat({ max: 32 }), (block, address, prefixLength) => {
        const network = parseNetwork(`${block}/${prefixLength}`);
        const host = parseNetwork(address);
        expect(network).toBeDefined();
        expect(host && isHost(host)).toBe(true);
        if (network === undefined || host === undefined) return;
        const holds = networkKey(widened(host, prefixLength)) === networkKey(network);
        expect(holds).toBe(binary(block).slice(0, prefixLength) === binary(address).slice(0, prefixLength));
      }),
    );
  });

  it("is read from any IPv6 address there is", () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        expect(parseNetwork(text)).toBeDefined();
      }),
    );
  });
});

function binary(ipv4: string): string {
  return ipv4
    .split(".")
    .map((part) => Number(part).toString(2).padStart(8, "0"))
    .join("");
}
