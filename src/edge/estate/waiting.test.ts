import { expect, it } from "vitest";
import { WaitingEvents } from "./waiting.ts";

function event(order: number, sip: string) {
  const delivery = {
    from: "network",
    size: sip.length,
    protocol: "udp",
    address: "127.0.0.1",
    port: 5060,
    transactionId: String(order),
    dialogId: "",
    sip: Buffer.from(sip),
  } as const;
  return { order, delivery, answered: undefined };
}

it("beyond the limit of events only provisional responses are dropped", () => {
  const waiting = new WaitingEvents({ events: 2, bytes: 1_000 });
  const texts = ["SIP/2.0 180 R", "SIP/2.0 183 P", "SIP/2.0 183 P", "SIP/2.0 200 OK", "BYE sip:a SIP/2.0"];
  for (const [order, sip] of texts.entries()) waiting.put(event(order, sip));
  expect(waiting.all().map(({ order }) => order)).toEqual([0, 1, 3, 4]);
  expect(waiting.room).toBe(false);
});

it("the limit of bytes counts what is there, not what has been taken out", () => {
  const waiting = new WaitingEvents({ events: 100, bytes: 10 });
  waiting.put(event(0, "BYE sip:abc SIP/2.0"));
  expect(waiting.room).toBe(false);
  expect(waiting.take(({ order }) => order === 0)).toHaveLength(1);
  expect(waiting.room).toBe(true);
  expect(waiting.size).toBe(0);
});
