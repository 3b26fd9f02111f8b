import { describe, expect, it } from "vitest";
import { parseMessage, wantedTypes } from "./messages.ts";

describe("a message of Asterisk", () => {
  it("that answers a request is read with its number, status and body", () => {
    const text = '{"type":"RESTResponse","request_id":"7","status_code":404,"message_body":"{}","uri":"x"}';
    expect(parseMessage(text)).toEqual({
      type: "RESTResponse",
      request_id: "7",
      status_code: 404,
      message_body: "{}",
    });
  });

  it.each(["", "{", "null", '{"type":"ChannelTalkingStarted"}', '{"type":"StasisStart"}', '{"type":3}'])(
    "that we do not know is passed over: %s",
    (text) => {
      expect(parseMessage(text)).toBeUndefined();
    },
  );

  it("is asked for by its type, answers included, for they pass through the same filter", () => {
    expect(wantedTypes).toContain("RESTResponse");
    expect(wantedTypes).toContain("ApplicationRegistered");
    expect(wantedTypes).toContain("StasisStart");
  });
});
