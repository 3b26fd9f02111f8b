import { expect, it } from "vitest";
import { isDnsServer } from "./dns-server.ts";

it.each([
  ["192.0.2.53", true],
  ["192.0.2.53:5353", true],
  ["2001:db8::53", true],
  ["[2001:db8::53]:5353", true],
  ["dns.example.com", false],
  ["192.0.2.53:0", false],
  ["192.0.2.53:65536", false],
  ["[192.0.2.53]:53", false],
  ["", false],
])("takes %j for a DNS server: %j", (text, known) => {
  expect(isDnsServer(text)).toBe(known);
});
