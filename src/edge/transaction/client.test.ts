import { describe, expect, it } from "vitest";
import { ManualClock } from "../manual-clock.ts";
import type { SipResponse } from "../sip/message.ts";
import { parseMessage } from "../sip/parse.ts";
import type { Source } from "../transport/transport.ts";
import { ClientTransaction } from "./client.ts";
import { RFC_TIMERS } from "./timers.ts";

const SOURCE: Source = {
  protocol: "udp",
  address: "192.0.2.1",
  port: 5060,
  localAddress: "192.0.2.2",
  localPort: 5060,
};

function response(status: number, method: string): SipResponse {
  const headers = `Via: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\nCall-ID: x\r\nCSeq: 1 ${method}`;
  const parsed = parseMessage(Buffer.from(`SIP/2.0 ${status} X\r\n${headers}\r\n\r\n`));
  if (parsed.kind !== "response") throw new Error(parsed.kind);
  return parsed;
}

/** A transaction whose doings are noted with the second they happened in. */
function started(invite: boolean, reliable: boolean) {
  const clock = new ManualClock();
  const log: string[] = [];
  const note = (what: string): void => void log.push(`${clock.now() / 1000} ${what}`);
  const transaction = new ClientTransaction(
    { clock, timers: RFC_TIMERS },
    { invite, reliable },
    {
      send: () => note("send"),
      ack: () => note("ack"),
      deliver: ({ status }) => note(`deliver ${status}`),
      failed: (why) => note(`failed ${why}`),
      ended: () => note("ended"),
    },
  );
  transaction.start();
  const receive = (status: number) =>
    transaction.receive(response(status, invite ? "INVITE" : "OPTIONS"), SOURCE);
  return { clock, log, transaction, receive };
}

describe("an INVITE client transaction (RFC 3261 17.1.1, RFC 6026)", () => {
  it("repeats by timer A at 0.5, 1.5, 3.5, 7.5, 15.5 and 31.5 s, and gives up by timer B at 32 s", () => {
    const { clock, log } = started(true, false);
    clock.advance(60_000);
    expect(log).toEqual([
      "0 send",
      ...[0.5, 1.5, 3.5, 7.5, 15.5, 31.5].map((s) => `${s} send`),
      "32 failed timeout",
      "32 ended",
    ]);
  });

  it("on a reliable transport sends once", () => {
    const { clock, log } = started(true, true);
    clock.advance(60_000);
    expect(log).toEqual(["0 send", "32 failed timeout", "32 ended"]);
  });

  it("waits without end for the final response after a provisional one", () => {
    const { clock, log, receive } = started(true, false);
    receive(180);
    clock.advance(3_600_000);
    expect(log).toEqual(["0 send", "0 deliver 180"]);
  });

  it("acknowledges a failure and each of its repeats, delivers it once, and ends by timer D", () => {
    const { clock, log, receive } = started(true, false);
    receive(486);
    receive(486);
    receive(180);
    clock.advance(60_000);
    expect(log).toEqual(["0 send", "0 ack", "0 deliver 486", "0 ack", "32 ended"]);
  });

  it("delivers every 2xx, for repeats and forks are the core's, and ends by timer M", () => {
    const { clock, log, receive } = started(true, false);
    receive(200);
    receive(200);
    receive(486);
    clock.advance(60_000);
    expect(log).toEqual(["0 send", "0 deliver 200", "0 deliver 200", "32 ended"]);
  });

  it("reports a transport failure only while nothing was heard", () => {
    const first = started(true, false);
    first.transaction.transportFailed();
    expect(first.log).toEqual(["0 send", "0 failed transport", "0 ended"]);
    const second = started(true, false);
    second.receive(180);
    second.transaction.transportFailed();
    expect(second.log).toEqual(["0 send", "0 deliver 180"]);
  });
});

describe("a non-INVITE client transaction (RFC 3261 17.1.2)", () => {
  it("repeats by timer E up to every 4 s, and gives up by timer F at 32 s", () => {
    const { clock, log } = started(false, false);
    clock.advance(60_000);
    const times = [0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5];
    expect(log).toEqual([...times.map((s) => `${s} send`), "32 failed timeout", "32 ended"]);
  });

  it("still gives up at 32 s where only provisional answers come", () => {
    const { clock, log, receive } = started(false, true);
    receive(100);
    clock.advance(60_000);
    expect(log).toEqual(["0 send", "0 deliver 100", "32 failed timeout", "32 ended"]);
  });

  it("once a provisional answer came repeats every T2 only (timer E in Proceeding)", () => {
    const { clock, log, receive } = started(false, false);
    clock.advance(600);
    receive(100);
    clock.advance(59_400);
    const times = [1.5, 5.5, 9.5, 13.5, 17.5, 21.5, 25.5, 29.5];
    expect(log).toEqual([
      "0 send",
      "0.5 send",
      "0.6 deliver 100",
      ...times.map((s) => `${s} send`),
      "32 failed timeout",
      "32 ended",
    ]);
  });

  it("delivers one final response and ends by timer K, at once on a reliable transport", () => {
    for (const [reliable, end] of [
      [false, 5],
      [true, 0],
    ] as const) {
      const { clock, log, receive } = started(false, reliable);
      receive(404);
      receive(404);
      clock.advance(60_000);
      expect(log).toEqual(["0 send", "0 deliver 404", `${end} ended`]);
    }
  });
});
