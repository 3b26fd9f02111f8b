import { describe, expect, it } from "vitest";
import { Networks } from "./networks.ts";
import { sourceKey } from "./source-key.ts";

describe("a source", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8:0001:2::9", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["64:ff9b::192.0.2.1", "64:ff9b:0:0::/64"],
  ])("%s counts as %s", (address, key) => {
    expect(sourceKey(address)).toBe(key);
  });

  it("is in a network or not, with prefix or without", () => {
    const networks = Networks.parse(["192.0.2.7", "198.51.100.0/24", "2001:db8::/32"]);
    const among = [
      "192.0.2.7",
      "192.0.2.8",
      "198.51.100.99",
      "2001:db8:9::1",
      "2001:db9::1",
      "fe80::1%lo",
      "x",
    ];
    expect(among.filter((address) => networks?.has(address))).toEqual([
      "192.0.2.7",
      "198.51.100.99",
      "2001:db8:9::1",
    ]);
  });

  it.each(["", "example.com", "192.0.2.0/33", "2001:db8::/129", "192.0.2.0/-1", "192.0.2.0/24/1"])(
    "%j names no network",
    (text) => {
      expect(Networks.parse(["127.0.0.1", text])).toBeUndefined();
    },
  );
});
