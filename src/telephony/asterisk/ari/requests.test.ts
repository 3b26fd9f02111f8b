import { describe, expect, it } from "vitest";
import type { AriResponse } from "./messages.ts";
import { trackRequests } from "./requests.ts";

const response = (request_id: string): AriResponse => ({
  type: "RESTResponse",
  request_id,
  status_code: 204,
});

describe("requests on one connection", () => {
  it("are each answered by their number, in whatever order", async () => {
    const requests = trackRequests(1_000);
    const sent: string[] = [];
    const first = requests.make("first", (id) => sent.push(id));
    const second = requests.make("second", (id) => sent.push(id));
    for (const id of sent.toReversed()) requests.answered(response(id));
    expect([(await first).request_id, (await second).request_id]).toEqual(sent);
  });

  it("are all given up with the connection, saying which", async () => {
    const requests = trackRequests(1_000);
    const asked = requests.make("GET channels", () => undefined);
    requests.abandon();
    await expect(asked).rejects.toThrow("GET channels: the connection to Asterisk was lost");
  });

  it("are given up when no answer comes, and a late one changes nothing", async () => {
    const requests = trackRequests(5);
    let sent = "";
    const asked = requests.make("GET channels", (id) => {
      sent = id;
    });
    await expect(asked).rejects.toThrow("no answer within 5 ms");
    requests.answered(response(sent));
  });
});
