import { describe, expect, it } from "vitest";
import { Allowance } from "./allowance.ts";
import { trimReply } from "./trim-reply.ts";

const NEEDED = [
  "SIP/2.0 401 Unauthorized",
  "Via: SIP/2.0/UDP a;branch=z9hG4bK1",
  "From: <sip:a@b>;tag=1",
  "To: <sip:a@b>;tag=2",
  "Call-ID: 1",
  "CSeq: 1 REGISTER",
  'WWW-Authenticate: Digest realm="r", nonce="n"',
];
const reply = (extra: readonly string[], body = ""): Buffer =>
  Buffer.from([...NEEDED, ...extra, `Content-Length: ${body.length}`, "", body].join("\r\n"));

describe("answers to a source that may be forged", () => {
  it("are three times as long as the request at most, repeats included", () => {
    const answer = reply([]);
    const allowance = new Allowance(answer.length);
    const sent = Array.from({ length: 11 }, () => allowance.fit(answer));
    expect(sent.filter((bytes) => bytes !== undefined)).toHaveLength(3);
    allowance.repeated(Math.ceil(answer.length / 3));
    expect([allowance.fit(answer), allowance.fit(answer)]).toEqual([answer, undefined]);
  });

  it("lose what they can do without before they are held back", () => {
    const answer = reply(["Server: a very long name", "Allow: INVITE, ACK"], "what it was about");
    const allowance = new Allowance(reply([]).length / 3);
    expect(allowance.fit(answer)?.toString()).toBe(reply([]).toString());
    expect(trimReply(answer).toString()).toBe(reply([]).toString());
  });

  it("are not held back where the application has accepted the request", () => {
    const answer = Buffer.from("SIP/2.0 200 OK\r\nAnd: so on\r\n\r\n");
    expect(new Allowance(1).fit(answer)).toBe(answer);
  });
});
