import { expect, test } from "vitest";
import { destinationOf, parseAddress, splitList, userOf, writeAddress } from "./address.ts";
import { headerOf, headersOf } from "./message.ts";
import { parseMessage } from "./parse.ts";
import { answering, parseSdp, writeSdp } from "./sdp.ts";
import { writeMessage } from "./write.ts";

const bytes = (...lines: string[]): Buffer => Buffer.from(lines.join("\r\n"));

test("compact names and folded lines are read (RFC 3261 §7.3)", () => {
  const message = parseMessage(
    bytes(
      "INVITE sip:a@b SIP/2.0",
      "v: SIP/2.0/UDP one",
      "Via: SIP/2.0/UDP two",
      "i: x@y",
      "Subject: long",
      "  line",
      "",
      "",
    ),
  );
  expect(message?.kind).toBe("request");
  expect(message && headersOf(message, "via")).toEqual(["SIP/2.0/UDP one", "SIP/2.0/UDP two"]);
  expect(message && headerOf(message, "Call-ID")).toBe("x@y");
  expect(message && headerOf(message, "Subject")).toBe("long line");
});

test("a response keeps its reason phrase, which may be empty", () => {
  expect(parseMessage(bytes("SIP/2.0 486 Busy Here", "", ""))).toMatchObject({
    status: 486,
    reason: "Busy Here",
  });
  expect(parseMessage(bytes("SIP/2.0 200 ", "", ""))).toMatchObject({ status: 200, reason: "" });
});

test.each(["\r\n\r\n", "hello\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "\0"])("%j is not SIP", (text) => {
  expect(parseMessage(Buffer.from(text))).toBeUndefined();
});

test("a message written is a message read", () => {
  const request = {
    kind: "request",
    method: "INVITE",
    uri: "sip:b@h",
    headers: [["From", '"李" <sip:a@h>;tag=1']],
    body: "v=0\r\n",
  } as const;
  expect(parseMessage(writeMessage(request))).toEqual({
    ...request,
    headers: [...request.headers, ["Content-Length", "5"]],
  });
});

test.each([
  [
    '"Li \\"Lee\\" Wei" <sip:li@h:5070;transport=udp>;tag=a;x',
    'Li "Lee" Wei',
    "sip:li@h:5070;transport=udp",
    "a",
  ],
  ["李伟 <sip:li@h>;tag=a", "李伟", "sip:li@h", "a"],
  ["sip:li@h;tag=a", "", "sip:li@h", "a"],
  ["<sip:h>", "", "sip:h", undefined],
])("the address %s is read", (value, displayName, uri, tag) => {
  const address = parseAddress(value);
  expect([address.displayName, address.uri, address.parameters.get("tag")]).toEqual([displayName, uri, tag]);
});

test("an address written is an address read", () => {
  expect(parseAddress(writeAddress('a "b" \\ c', "sip:x@y"))).toMatchObject({
    displayName: 'a "b" \\ c',
    uri: "sip:x@y",
  });
});

test("parts of a URI", () => {
  expect(userOf("sip:%2B86139:secret@h")).toBe("+86139");
  expect(userOf("sip:h:5060")).toBe("");
  expect(destinationOf("sip:a@10.0.0.1:5070;lr")).toEqual({ host: "10.0.0.1", port: 5070 });
  expect(destinationOf("sip:h")).toEqual({ host: "h", port: 5060 });
});

test("a list of addresses is split at its own commas only", () => {
  expect(splitList('"a, b" <sip:c,d@h>;x=1, <sip:e>')).toEqual(['"a, b" <sip:c,d@h>;x=1', "<sip:e>"]);
});

test("a session description written is one read", () => {
  const audio = {
    address: "127.0.0.1",
    port: 4000,
    pcmu: true,
    eventPayload: 101,
    direction: "sendonly",
  } as const;
  expect(parseSdp(writeSdp(audio, { session: 1, version: 2 }))).toEqual(audio);
});

test("the stream's own address and direction count before the general ones", () => {
  const lines = [
    "v=0",
    "c=IN IP4 1.1.1.1",
    "a=inactive",
    "m=audio 9 RTP/AVP 8 96",
    "c=IN IP4 2.2.2.2",
    "a=rtpmap:96 telephone-event/8000",
    "a=recvonly",
    "m=video 8 RTP/AVP 0",
  ];
  expect(parseSdp(lines.join("\n"))).toEqual({
    address: "2.2.2.2",
    port: 9,
    pcmu: false,
    eventPayload: 96,
    direction: "recvonly",
  });
  expect(answering("sendonly")).toBe("recvonly");
});
