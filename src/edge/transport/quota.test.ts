import { describe, expect, it } from "vitest";
import { Quota } from "./quota.ts";

describe("the quota of connections", () => {
  it("counts an IPv6 /64 as one address", () => {
    const quota = new Quota({ most: 10, mostPerAddress: 2 });
    expect(
      ["2001:db8:0:1::1", "2001:db8:0:1:ffff::2", "2001:db8::1:3:0:0:3"].map((a) => quota.admit(a)),
    ).toEqual([true, true, false]);
    expect(quota.admit("2001:db8:0:2::1")).toBe(true);
    expect(quota.admit("::1")).toBe(true);
  });

  it("is whole again when all is released, and a release too many changes nothing", () => {
    const quota = new Quota({ most: 2, mostPerAddress: 2 });
    expect([quota.admit("192.0.2.1"), quota.admit("192.0.2.2"), quota.admit("192.0.2.3")]).toEqual([
      true,
      true,
      false,
    ]);
    for (const address of ["192.0.2.9", "192.0.2.1", "192.0.2.1"]) quota.release(address);
    expect([quota.admit("192.0.2.3"), quota.admit("192.0.2.4")]).toEqual([true, false]);
  });
});
