import { expect, it } from "vitest";
import { isLoopback } from "./loopback.ts";

it.each([
  ["127.0.0.1", true],
  ["127.9.9.9", true],
  ["::1", true],
  ["localhost", true],
  ["0.0.0.0", false],
  ["::", false],
  ["192.168.0.1", false],
  ["fe80::1", false],
])("%s is heard on this machine only: %s", (host, only) => {
  expect(isLoopback(host)).toBe(only);
});
