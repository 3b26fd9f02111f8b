import { expect, it } from "vitest";
import { libraryTestbed } from "./library.ts";
import { loopbackNetwork, moved } from "./testbed.ts";

it("reads the library's machines, all of them on loopback", () => {
  const { servers, answerers, addresses } = libraryTestbed(loopbackNetwork(29));
  expect(servers).toEqual(
    new Map([
      ["drachtio-sut", "127.29.0.10"],
      ["drachtio-uas", "127.29.0.19"],
    ]),
  );
  expect(answerers).toContainEqual({ name: "sipp-uas", address: "127.29.0.13", scenario: "uas.xml" });
  expect(addresses.size).toBe(servers.size + answerers.length);
  expect([...addresses.values()].every((address) => address.startsWith("127.29.0."))).toBe(true);
});

it("moves addresses that stand in scripts and scenarios", () => {
  expect(moved("Contact: <sip:172.29.0.13>, 172.16.0.1", "127.16.")).toBe(
    "Contact: <sip:127.16.0.13>, 172.16.0.1",
  );
});
