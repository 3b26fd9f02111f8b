import { describe, expect, it } from "vitest";
import { listenOnOnePort, PortTaken } from "./listen.ts";

/** A listener that finds the given ports taken. */
function listener(protocol: string, taken: readonly number[], free: () => number) {
  const closed: string[] = [];
  return {
    protocol,
    closed,
    listen: async (_host: string, port: number) => {
      const chosen = port === 0 ? free() : port;
      if (taken.includes(chosen)) throw Object.assign(new Error("taken"), { code: "EADDRINUSE" });
      return chosen;
    },
    close: async () => void closed.push(protocol),
  };
}

const on = <One>(...listeners: readonly One[]) =>
  listeners.map((one) => ({ listener: one, host: "127.0.0.1" }));

describe("several transports on one port", () => {
  it("try another port where any will do and a later one finds the first one's taken", async () => {
    let next = 4000;
    const free = () => next++;
    const make = () =>
      on(listener("udp", [], free), listener("tcp", [4000], free), listener("tcp", [4001], free));
    expect((await listenOnOnePort(make, "SIP", 0)).port).toBe(4002);
  });

  it("say which protocol finds a given port taken, and let go of the others", async () => {
    const udp = listener("udp", [], () => 1);
    const make = () =>
      on(
        udp,
        listener("tcp", [5060], () => 1),
      );
    const failure = listenOnOnePort(make, "SIP", 5060);
    await expect(failure).rejects.toThrow(
      new PortTaken({ what: "SIP", protocol: "tcp", host: "127.0.0.1", port: 5060 }),
    );
    expect(udp.closed).toEqual(["udp"]);
  });
});
