import { describe, expect, it } from "vitest";
import { parseUri } from "../sip/uri.ts";
import { transportNamed } from "./uri-protocol.ts";

describe("the transport a URI names", () => {
  it.each([
    ["sip:a@b", "udp"],
    ["sip:a@b;transport=tcp", "tcp"],
    ["sip:a@b;transport=TLS", "tls"],
    ["sips:a@b", "tls"],
    ["sips:a@b;transport=tcp", "tls"],
    ["sips:a@b;transport=ws", "wss"],
    ["sips:a@b;transport=udp", "none"],
  ])("of %s is %s", (text, name) => {
    const uri = parseUri(text);
    expect(uri && transportNamed(uri)).toBe(name);
  });
});
