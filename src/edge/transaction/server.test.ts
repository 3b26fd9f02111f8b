import { describe, expect, it } from "vitest";
import { ManualClock } from "../manual-clock.ts";
import type { SipRequest } from "../sip/message.ts";
import { parseMessage } from "../sip/parse.ts";
import { serverKey } from "./key.ts";
import { ServerTransaction } from "./server.ts";
import { RFC_TIMERS } from "./timers.ts";

function request(method: string, via = "SIP/2.0/UDP a;branch=z9hG4bK1", to = "<sip:c@d>"): SipRequest {
  const headers = `Via: ${via}\r\nFrom: <sip:a@b>;tag=1\r\nTo: ${to}\r\nCall-ID: x\r\nCSeq: 1 ${method}`;
  const parsed = parseMessage(Buffer.from(`${method} sip:c@d SIP/2.0\r\n${headers}\r\n\r\n`));
  if (parsed.kind !== "request") throw new Error(parsed.kind);
  return parsed;
}

/** A transaction whose doings are noted with the second they happened in. */
function opened(invite: boolean, reliable: boolean) {
  const clock = new ManualClock();
  const log: string[] = [];
  const note = (what: string): void => void log.push(`${clock.now() / 1000} ${what}`);
  const transaction = new ServerTransaction(
    { clock, timers: RFC_TIMERS },
    { invite, reliable },
    {
      send: (bytes) => note(bytes.toString()),
      ackReceived: () => note("ack"),
      ended: () => note("ended"),
    },
  );
  return {
    clock,
    log,
    transaction,
    respond: (status: number) => transaction.respond(status, Buffer.from(String(status))),
  };
}

describe("an INVITE server transaction (RFC 3261 17.2.1, RFC 6026)", () => {
  it("repeats its last provisional response when the INVITE comes again", () => {
    const { log, transaction, respond } = opened(true, false);
    respond(100);
    transaction.repeated();
    respond(180);
    transaction.repeated();
    expect(log).toEqual(["0 100", "0 100", "0 180", "0 180"]);
  });

  it("repeats a failure by timer G, for each repeat of the INVITE too, and gives up by timer H", () => {
    const { clock, log, transaction, respond } = opened(true, false);
    respond(486);
    transaction.repeated();
    clock.advance(60_000);
    const times = [0, 0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5];
    expect(log).toEqual([...times.map((s) => `${s} 486`), "32 ended"]);
  });

  it("falls silent with the ACK and ends by timer I, at once on a reliable transport", () => {
    for (const [reliable, end] of [
      [false, 5],
      [true, 0],
    ] as const) {
      const { clock, log, transaction, respond } = opened(true, reliable);
      respond(486);
      transaction.acked(request("ACK"));
      transaction.acked(request("ACK"));
      transaction.repeated();
      clock.advance(60_000);
      expect(log).toEqual(["0 486", `${end} ended`]);
    }
  });

  it("after a 2xx absorbs repeats, leaves the ACK to the core, and ends by timer L", () => {
    const { clock, log, transaction, respond } = opened(true, false);
    respond(200);
    transaction.repeated();
    respond(200);
    respond(486);
    transaction.acked(request("ACK"));
    clock.advance(60_000);
    expect(log).toEqual(["0 200", "0 200", "0 ack", "32 ended"]);
  });
});

describe("a non-INVITE server transaction (RFC 3261 17.2.2)", () => {
  it("is silent until answered, then repeats its answer until timer J", () => {
    const { clock, log, transaction, respond } = opened(false, false);
    transaction.repeated();
    respond(200);
    transaction.repeated();
    respond(500);
    clock.advance(60_000);
    expect(log).toEqual(["0 200", "0 200", "32 ended"]);
  });

  it("ends with its answer on a reliable transport", () => {
    const { clock, log, respond } = opened(false, true);
    respond(200);
    clock.advance(1);
    expect(log).toEqual(["0 200", "0 ended"]);
  });

  it("can be given up without an answer", () => {
    const { clock, log, transaction, respond } = opened(false, false);
    transaction.abandon();
    transaction.abandon();
    respond(200);
    clock.advance(60_000);
    expect(log).toEqual(["0 ended"]);
  });
});

describe("matching requests to server transactions (RFC 3261 17.2.3)", () => {
  it("an ACK and a CANCEL find their INVITE by branch and sent-by", () => {
    const invite = serverKey(request("INVITE"), "INVITE");
    expect(serverKey(request("ACK"), "INVITE")).toBe(invite);
    expect(serverKey(request("CANCEL"), "INVITE")).toBe(invite);
    expect(serverKey(request("CANCEL"), "CANCEL")).not.toBe(invite);
    expect(serverKey(request("INVITE", "SIP/2.0/UDP other;branch=z9hG4bK1"), "INVITE")).not.toBe(invite);
  });

  it("without a branch of RFC 3261 the headers of RFC 2543 decide, and an ACK's To tag does not", () => {
    const old = "SIP/2.0/UDP a;branch=1";
    const invite = serverKey(request("INVITE", old), "INVITE");
    expect(serverKey(request("ACK", old, "<sip:c@d>;tag=9"), "INVITE")).toBe(invite);
    expect(serverKey(request("INVITE", "SIP/2.0/UDP b;branch=1"), "INVITE")).not.toBe(invite);
  });
});
