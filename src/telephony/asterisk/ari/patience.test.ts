import { describe, expect, it } from "vitest";
import type { AriResponse } from "./messages.ts";
import { withPatience } from "./patience.ts";
import { AriUnavailable } from "./requests.ts";

const done: AriResponse = { type: "RESTResponse", request_id: "1", status_code: 204 };
const ready = () => Promise.resolve();

describe("a request with patience", () => {
  it("is made again when the connection is lost under it", async () => {
    const outcomes = [Promise.reject(new AriUnavailable("lost")), Promise.resolve(done)];
    const request = withPatience(
      () => outcomes.shift() ?? Promise.reject(new Error("once more")),
      ready,
      1_000,
    );
    expect(await request("DELETE", "channels/1")).toBe(done);
    expect(outcomes).toHaveLength(0);
  });

  it("waits until Asterisk is ready", async () => {
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const made: string[] = [];
    const request = withPatience(
      (_, uri) => {
        made.push(uri);
        return Promise.resolve(done);
      },
      () => opened,
      1_000,
    );
    const asked = request("DELETE", "channels/1");
    await Promise.resolve();
    expect(made).toEqual([]);
    open();
    await asked;
    expect(made).toEqual(["channels/1"]);
  });

  it("gives up when Asterisk stays away", async () => {
    const request = withPatience(
      () => Promise.resolve(done),
      () => new Promise(() => undefined),
      5,
    );
    await expect(request("DELETE", "channels/1")).rejects.toThrow("Asterisk is not connected");
  });

  it("is not made again after any other failure", async () => {
    const request = withPatience(() => Promise.reject(new Error("no")), ready, 1_000);
    await expect(request("DELETE", "channels/1")).rejects.toThrow("no");
  });
});
