import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { type FeedLimits, type RunningApi, startApi } from "../../../src/api/index.ts";
import type { FeedEvent } from "../../../src/dispatch/index.ts";
import { CallId } from "../../../src/ids.ts";
import {
  beijing,
  beijingToken,
  type FakeCentre,
  fakeCentre,
  ghostToken,
  li,
  sichuan,
  sichuanToken,
  zhang,
} from "./fake-centre.ts";
import { connectFeed, type FeedClient } from "./feed-client.ts";
import { type RecordedLog, recordedLog } from "./recorded-log.ts";

let centre: FakeCentre;
let log: RecordedLog;
let api: RunningApi;

async function start(limits: Partial<FeedLimits> = {}): Promise<void> {
  api = await startApi({
    host: "127.0.0.1",
    port: 0,
    logger: log.logger,
    tokens: centre,
    overview: centre,
    desk: centre,
    readiness: centre,
    limits,
  });
}

beforeEach(() => {
  centre = fakeCentre();
  log = recordedLog();
});

afterEach(async () => api.stop());

const readyAt = (at: number): FeedEvent => ({
  at,
  type: "agent-state-changed",
  agent: li,
  state: { at: "ready", since: at },
});

const Batch = z.object({
  type: z.literal("events"),
  position: z.string(),
  events: z.array(z.object({ at: z.number() })),
});
const First = z.object({ type: z.literal("snapshot"), position: z.string() });

async function joined(token: string): Promise<FeedClient> {
  const client = await connectFeed(api.port, { header: token });
  await client.next();
  return client;
}

describe("joining the feed", () => {
  test("the first message is the tenant's snapshot, and events follow it", async () => {
    await start();
    const client = await connectFeed(api.port, { header: beijingToken });
    expect(await client.next()).toMatchObject({
      type: "snapshot",
      position: "0",
      agents: [{ id: "agent-li" }, { id: "agent-wang" }],
      calls: [{ id: "c2" }, { id: "c1" }, { id: "c3" }],
    });
    centre.emit(beijing, [readyAt(7)]);
    expect(await client.next()).toEqual({ type: "events", position: "1", events: [readyAt(7)] });
  });

  test("a browser brings its token as a subprotocol, which is not echoed", async () => {
    await start();
    const client = await connectFeed(api.port, { protocols: ["fivenines.v1", `bearer.${beijingToken}`] });
    expect(client.socket.protocol).toBe("fivenines.v1");
    expect(await client.next()).toMatchObject({ type: "snapshot" });
  });

  test.each([
    ["a forged token", { header: "forged" }, 401],
    ["a forged subprotocol token", { protocols: ["fivenines.v1", "bearer.forged"] }, 401],
    ["a subprotocol token without the feed's protocol", { protocols: [`bearer.${beijingToken}`] }, 401],
    ["no token", { protocols: ["fivenines.v1"] }, 401],
  ])("%s is refused before the upgrade", async (_what, presenting, status) => {
    await start();
    await expect(connectFeed(api.port, presenting)).rejects.toThrow(`${status}`);
  });

  test("the token of a tenant that is gone closes with 4004", async () => {
    await start();
    const client = await connectFeed(api.port, { header: ghostToken });
    expect(await client.closed).toMatchObject({ code: 4004 });
  });

  test("each tenant hears of itself alone", async () => {
    await start();
    const ours = await joined(beijingToken);
    const theirs = await joined(sichuanToken);
    centre.emit(beijing, [readyAt(1)]);
    centre.emit(sichuan, [{ at: 2, type: "agent-device-changed", agent: zhang, hasDevice: false }]);
    centre.emit(beijing, [readyAt(3)]);
    expect(await theirs.next()).toMatchObject({ events: [{ at: 2, agent: "agent-zhang" }] });
    expect(await ours.next()).toMatchObject({ events: [{ at: 1 }] });
    expect(await ours.next()).toMatchObject({ events: [{ at: 3 }] });
  });

  test("twenty screens that join while events flow see every event once, in order", async () => {
    await start();
    const total = 3_000;
    const flow = (async () => {
      for (let at = 1; at <= total; at += 1) {
        centre.emit(beijing, [readyAt(at)]);
        await nextTurn();
      }
    })();
    const clients = await Promise.all(
      Array.from({ length: 20 }, async () => connectFeed(api.port, { header: beijingToken })),
    );
    await flow;
    const joinedAt: number[] = [];
    for (const client of clients) {
      let position = Number(First.parse(await client.next()).position);
      joinedAt.push(position);
      while (position < total) {
        const batch = Batch.parse(await client.next());
        expect(batch.events.map(({ at }) => at)).toEqual([position + 1]);
        position = Number(batch.position);
      }
    }
    expect(Math.max(...joinedAt)).toBeGreaterThan(0);
    expect(Math.min(...joinedAt)).toBeLessThan(total);
  });
});

describe("talking to the feed", () => {
  test.each([
    ["a ping is answered", '{"type":"ping"}', { type: "pong" }],
    [
      "an unknown message is answered with its fault",
      '{"type":"shout"}',
      { type: "error", code: "unknown-message" },
    ],
    [
      "a ping with more in it is unknown",
      '{"type":"ping","x":1}',
      { type: "error", code: "unknown-message" },
    ],
    ["broken JSON is named", "{", { type: "error", code: "broken-json" }],
    ["a binary message is refused", Buffer.from("{}"), { type: "error", code: "binary-refused" }],
  ])("%s", async (_what, message, answer) => {
    await start();
    const client = await joined(beijingToken);
    client.socket.send(message);
    expect(await client.next()).toEqual(answer);
  });

  test("a message beyond 16 KiB closes with 1009", async () => {
    await start();
    const client = await joined(beijingToken);
    client.socket.send("x".repeat(16 * 1024 + 1));
    expect(await client.closed).toMatchObject({ code: 1009 });
  });
});

describe("the end of a feed", () => {
  test("a peer that answers no ping is cut", async () => {
    await start({ heartbeatMs: 20 });
    const client = await connectFeed(api.port, { header: beijingToken });
    client.socket.pong = () => undefined;
    await centre.unwatched(beijing);
    client.socket.terminate();
  });

  test("a peer that answers pings stays", async () => {
    await start({ heartbeatMs: 20 });
    const client = await joined(beijingToken);
    for (let beat = 0; beat < 5; beat += 1) await once(client.socket, "ping");
    centre.emit(beijing, [readyAt(9)]);
    expect(await client.next()).toMatchObject({ type: "events" });
  });

  test("a token taken away closes with 4001 at the next heartbeat", async () => {
    await start({ heartbeatMs: 20 });
    const client = await joined(beijingToken);
    centre.revoke(beijingToken);
    expect(await client.closed).toEqual({ code: 4001, reason: "token expired or revoked" });
  });

  test("a client that does not read is told with 4008 and unsubscribed", { timeout: 20_000 }, async () => {
    await start({ closeWithinMs: 10_000 });
    const client = await joined(beijingToken);
    const unwatched = centre.unwatched(beijing).then(() => "unwatched" as const);
    client.socket.pause();
    const bulk: FeedEvent = {
      at: 1,
      type: "call-arrived",
      call: CallId("c9"),
      number: "98668",
      caller: "1".repeat(262_144),
    };
    let cut = false;
    for (let sent = 0; sent < 200 && !cut; sent += 1) {
      centre.emit(beijing, [bulk]);
      cut = (await Promise.race([unwatched, nextTurn()])) === "unwatched";
    }
    expect(cut).toBe(true);
    client.socket.resume();
    expect(await client.closed).toMatchObject({ code: 4008 });
  });

  test("a client that never reads again is cut all the same", { timeout: 20_000 }, async () => {
    await start({ closeWithinMs: 50, unreadBytes: 1 });
    const client = await joined(beijingToken);
    client.socket.pause();
    const bulk: FeedEvent = {
      at: 1,
      type: "call-arrived",
      call: CallId("c9"),
      number: "98668",
      caller: "1".repeat(2 ** 24),
    };
    centre.emit(beijing, [bulk]);
    centre.emit(beijing, [bulk]);
    await centre.unwatched(beijing);
    client.socket.resume();
    expect(await client.closed).toMatchObject({ code: 1006 });
  });

  test("stopping the server closes every feed with 1001, and repeats harmlessly", async () => {
    await start();
    const clients = await Promise.all([joined(beijingToken), joined(sichuanToken)]);
    await Promise.all([api.stop(), api.stop()]);
    for (const client of clients)
      expect(await client.closed).toEqual({ code: 1001, reason: "server stopping" });
    await expect(connectFeed(api.port, { header: beijingToken })).rejects.toThrow("ECONNREFUSED");
  });

  test("no token reaches the log", async () => {
    await start({ heartbeatMs: 20 });
    await joined(beijingToken);
    await expect(connectFeed(api.port, { header: "forged-token" })).rejects.toThrow("401");
    await api.stop();
    expect(log.written()).not.toMatch(/beijing-token|forged-token/);
  });
});

test("what is not HTTP is answered with a problem document all the same", async () => {
  await start();
  const socket = connect(api.port, "127.0.0.1");
  socket.end("not http at all\r\n\r\n");
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nContent-Type: application\/problem\+json\r\n/);
  expect(JSON.parse(answer.slice(answer.indexOf("\r\n\r\n")))).toMatchObject({
    code: "bad-request",
    status: 400,
  });
});
