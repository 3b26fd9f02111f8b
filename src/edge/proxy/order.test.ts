import { describe, expect, it } from "vitest";
import { readOrder } from "./order.ts";

const EMPTY = Buffer.alloc(0);
const order = (line: string, message = EMPTY) => readOrder(line.split("|"), message);

describe("the fields of the verb proxy", () => {
  it("say what is asked for", () => {
    const message = Buffer.from("INVITE sip:a SIP/2.0\r\nX-Tenant: 98668\r\n\r\n");
    const line = "txn|remainInDialog|fullResponse|followRedirects|simultaneous|2s|1500ms|sip:a@b|sip:c@d";
    expect(order(line, message)).toMatchObject({
      transactionId: "txn",
      recordRoute: true,
      tellsAll: true,
      followsRedirects: true,
      order: "parallel",
      provisionalMs: 2_000,
      finalMs: 1_500,
      targets: ["sip:a@b", "sip:c@d"],
      headers: [{ name: "x-tenant", value: "98668" }],
    });
  });

  it("may be empty but for the target", () => {
    expect(order("txn|||||||sip:a@b")).toMatchObject({
      recordRoute: false,
      tellsAll: false,
      followsRedirects: false,
      order: "serial",
      provisionalMs: undefined,
      finalMs: undefined,
      headers: [],
    });
    expect(order("txn||||serial|||")).toBeUndefined();
    expect(order("txn")).toBeUndefined();
  });

  it.each([
    { text: "20", ms: 20 },
    { text: "0s", ms: undefined },
    { text: "soon", ms: undefined },
    { text: "-1s", ms: undefined },
  ])("take the timeout $text as $ms ms", ({ text, ms }) => {
    expect(order(`txn||||serial|${text}||sip:a@b`)?.provisionalMs).toBe(ms);
  });
});
