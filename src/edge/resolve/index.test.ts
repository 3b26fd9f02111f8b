import { describe, expect, it } from "vitest";
import { ManualClock } from "../manual-clock.ts";
import type { Target } from "../transport/resolve.ts";
import type { Hop } from "../transport/transport.ts";
import { Avoided } from "./avoided.ts";
import type { Search } from "./find-hops.ts";
import { hopFinder } from "./index.ts";

const TARGET: Target = { protocol: "udp", host: "trunk", port: 5060 };

function finder(addresses: readonly string[]) {
  const nothing = async () => ({ kind: "nothing" }) as const;
  const search: Search = {
    names: {
      naptr: nothing,
      srv: nothing,
      addresses: nothing,
      machine: async () => ({ kind: "found", records: addresses, seconds: 1 }),
    },
    reaches: (_protocol, family) => family === 4,
    chance: () => 0,
  };
  const avoided = new Avoided(new ManualClock());
  const resolve = hopFinder(search, avoided, (error) => {
    throw error;
  });
  const find = async (target: Target): Promise<string[]> => {
    const { promise, resolve: found } = Promise.withResolvers<readonly Hop[]>();
    resolve(target, found);
    return (await promise).map(({ address }) => address);
  };
  return { resolve, avoided, find };
}

function hop(address: string): Hop {
  return { protocol: "udp", address, port: 5060 };
}

describe("looking for hops", () => {
  it("answers IP addresses and open connections within the same turn", () => {
    const { resolve } = finder([]);
    const connection = { protocol: "udp", address: "192.0.2.1", port: 9, open: true } as const;
    const found: (readonly Hop[])[] = [];
    resolve({ ...TARGET, host: "192.0.2.9" }, (hops) => found.push(hops));
    resolve({ ...TARGET, connection }, (hops) => found.push(hops));
    resolve({ ...TARGET, host: "2001:db8::1" }, (hops) => found.push(hops));
    expect(found).toEqual([
      [{ ...hop("192.0.2.9"), connection: undefined }],
      [{ ...hop("trunk"), connection }],
      [],
    ]);
  });

  it("puts the hop that answered before first, and those that failed last", async () => {
    const { avoided, find } = finder(["192.0.2.1", "192.0.2.2", "192.0.2.3"]);
    const prefer = hop("192.0.2.3");
    expect(await find({ ...TARGET, prefer })).toEqual(["192.0.2.3", "192.0.2.1", "192.0.2.2"]);
    avoided.note(hop("192.0.2.1"));
    expect(await find({ ...TARGET, prefer })).toEqual(["192.0.2.3", "192.0.2.2", "192.0.2.1"]);
    avoided.note(prefer);
    expect(await find({ ...TARGET, prefer })).toEqual(["192.0.2.2", "192.0.2.3", "192.0.2.1"]);
  });

  it("does not go to a preferred hop that its name no longer stands for", async () => {
    expect(await finder(["192.0.2.1"]).find({ ...TARGET, prefer: hop("192.0.2.3") })).toEqual(["192.0.2.1"]);
  });
});
