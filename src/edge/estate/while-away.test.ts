import { describe, expect, it } from "vitest";
import { parseMessage } from "../sip/parse.ts";
import { answerWhileAway } from "./while-away.ts";

function request(method: string, ...headers: string[]) {
  const parsed = parseMessage(
    Buffer.from(
      [
        `${method} sip:a@h SIP/2.0`,
        "Via: SIP/2.0/UDP h;branch=z9hG4bK1",
        "From: <sip:b@h>;tag=b",
        "To: <sip:a@h>;tag=a",
        "Call-ID: c",
        `CSeq: 2 ${method}`,
        ...headers,
        "",
        "",
      ].join("\r\n"),
    ),
  );
  if (parsed.kind !== "request") throw new Error(parsed.kind);
  return parsed;
}

const answer = (room: boolean, method: string, ...headers: string[]) => {
  const { content, told } = answerWhileAway(request(method, ...headers), { room, retryAfterSeconds: 7 });
  return [content.status, told];
};

describe("a request inside a dialog whose application is away", () => {
  it.each([
    ["BYE", 200, true],
    ["PRACK", 200, true],
    ["INFO", 200, true],
    ["NOTIFY", 200, true],
    ["MESSAGE", 202, true],
    ["OPTIONS", 200, false],
    ["INVITE", 500, false],
    ["UPDATE", 500, false],
    ["REFER", 500, false],
  ])("%s is answered %i, told: %s", (method, status, told) => {
    expect(answer(true, method)).toEqual([status, told]);
  });

  it("is put off with Retry-After where it would have to be decided", () => {
    const { content } = answerWhileAway(request("INVITE"), { room: true, retryAfterSeconds: 7 });
    expect(content.headers).toEqual([["Retry-After", "7"]]);
  });

  it.each(["INFO", "NOTIFY", "MESSAGE"])("is put off where there is no room to remember %s", (method) => {
    expect(answer(false, method)).toEqual([500, false]);
  });

  it("is remembered without room too where it ends something", () => {
    expect(answer(false, "BYE")).toEqual([200, true]);
    expect(answer(false, "NOTIFY", "Subscription-State: terminated;reason=timeout")).toEqual([200, true]);
    expect(answer(false, "NOTIFY", "Subscription-State: active")).toEqual([500, false]);
  });
});
