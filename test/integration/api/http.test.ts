import type { FastifyInstance, InjectOptions } from "fastify";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildApi } from "../../../src/api/index.ts";
import { beijingToken, type FakeCentre, fakeCentre, ghostToken, sichuanToken } from "./fake-centre.ts";
import { type RecordedLog, recordedLog } from "./recorded-log.ts";

let centre: FakeCentre;
let log: RecordedLog;
let app: FastifyInstance;

beforeEach(async () => {
  centre = fakeCentre();
  log = recordedLog();
  app = await buildApi({
    logger: log.logger,
    tokens: centre,
    overview: centre,
    desk: centre,
    readiness: centre,
    now: () => 10_000,
  });
});

afterEach(async () => app.close());

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const asBeijing = { headers: bearer(beijingToken) };

async function ask(options: InjectOptions) {
  const response = await app.inject(options);
  return { status: response.statusCode, headers: response.headers, body: response.json<unknown>() };
}

async function putState(
  agent: string,
  body: unknown,
  headers: Record<string, string> = bearer(beijingToken),
) {
  return ask({
    method: "PUT",
    url: `/v1/agents/${agent}/state`,
    headers: { ...headers, "content-type": "application/json" },
    payload: typeof body === "string" ? body : JSON.stringify(body),
  });
}

describe("health", () => {
  test("a live process says so without a token", async () => {
    expect(await ask({ url: "/health/live" })).toMatchObject({ status: 200, body: { status: "live" } });
  });

  test("a node whose parts are all up is ready", async () => {
    expect(await ask({ url: "/health/ready" })).toMatchObject({
      status: 200,
      body: { status: "ready", parts: { database: "up", softswitch: "up" } },
    });
  });

  test("a node with one part down is not ready and names it", async () => {
    centre.say({ database: "up", softswitch: "down" });
    expect(await ask({ url: "/health/ready" })).toMatchObject({
      status: 503,
      body: { code: "not-ready", parts: { database: "up", softswitch: "down" } },
    });
  });
});

describe("access", () => {
  test("a request without a token is challenged", async () => {
    const answer = await ask({ url: "/v1/agents" });
    expect(answer).toMatchObject({ status: 401, body: { code: "token-missing", status: 401 } });
    expect(answer.headers["www-authenticate"]).toBe('Bearer realm="fivenines"');
    expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
  });

  test("a token nobody issued is refused", async () => {
    const answer = await ask({ url: "/v1/agents", headers: bearer("forged") });
    expect(answer).toMatchObject({ status: 401, body: { code: "token-refused" } });
    expect(answer.headers["www-authenticate"]).toContain('error="invalid_token"');
  });

  test("a token in the URL opens nothing", async () => {
    expect(await ask({ url: `/v1/agents?token=${beijingToken}` })).toMatchObject({ status: 401 });
  });

  test("an unknown address below /v1 is not told to strangers", async () => {
    expect(await ask({ url: "/v1/nothing" })).toMatchObject({ status: 401 });
  });

  test("the token of a tenant that is gone finds no tenant", async () => {
    for (const url of ["/v1/agents", "/v1/calls", "/v1/calls/waiting"]) {
      expect(await ask({ url, headers: bearer(ghostToken) })).toMatchObject({
        status: 404,
        body: { code: "no-such-tenant" },
      });
    }
  });
});

describe("agents", () => {
  test("a tenant sees its own agents and no others", async () => {
    const { status, body } = await ask({ url: "/v1/agents", ...asBeijing });
    expect(status).toBe(200);
    expect(body).toMatchObject({ agents: [{ id: "agent-li", hasDevice: true }, { id: "agent-wang" }] });
    expect(await ask({ url: "/v1/agents", headers: bearer(sichuanToken) })).toMatchObject({
      body: { agents: [{ id: "agent-zhang" }] },
    });
  });

  test("a tenant sees of rented agents who they are and whether they are free, and no more", async () => {
    expect(await ask({ url: "/v1/agents", ...asBeijing })).toMatchObject({
      body: { rentedAgents: [{ id: "agent-zhang", name: "zhang", rental: "r-peak", doing: "free" }] },
    });
    expect(await ask({ url: "/v1/agents/agent-zhang", ...asBeijing })).toMatchObject({ status: 404 });
  });

  test("one agent is shown by id", async () => {
    expect(await ask({ url: "/v1/agents/agent-li", ...asBeijing })).toMatchObject({
      status: 200,
      body: { id: "agent-li", skills: { stars: 5 }, state: { at: "logged-out", since: 1_000 } },
    });
  });

  test("another tenant's agent does not exist, to look at or to change", async () => {
    const headers = bearer(sichuanToken);
    expect(await ask({ url: "/v1/agents/agent-li", headers })).toMatchObject({
      status: 404,
      body: { code: "no-such-agent" },
    });
    expect(await putState("agent-li", { to: "ready" }, headers)).toMatchObject({
      status: 404,
      body: { code: "no-such-agent" },
    });
    expect(await ask({ url: "/v1/agents/agent-li", ...asBeijing })).toMatchObject({
      body: { state: { at: "logged-out" } },
    });
  });

  test("an agent becomes ready, not ready with a reason, and logged out", async () => {
    expect(await putState("agent-li", { to: "ready" })).toMatchObject({
      status: 200,
      body: { id: "agent-li", state: { at: "ready" } },
    });
    expect(await putState("agent-li", { to: "not-ready", reason: "午餐" })).toMatchObject({
      status: 200,
      body: { state: { at: "not-ready", reason: "午餐" } },
    });
    expect(await putState("agent-li", { to: "logged-out" })).toMatchObject({
      status: 200,
      body: { state: { at: "logged-out" } },
    });
  });

  test("an agent without a device cannot become ready", async () => {
    expect(await putState("agent-wang", { to: "ready" })).toMatchObject({
      status: 409,
      body: { code: "no-device" },
    });
  });
});

describe("calls", () => {
  test("live calls are listed for their own tenant only", async () => {
    expect(await ask({ url: "/v1/calls", ...asBeijing })).toMatchObject({
      status: 200,
      body: { calls: [{ id: "c2" }, { id: "c1" }, { id: "c3", at: "in-flow" }] },
    });
    expect(await ask({ url: "/v1/calls", headers: bearer(sichuanToken) })).toMatchObject({
      body: { calls: [] },
    });
  });

  test("waiting calls come in the order they will be served, with place and wait", async () => {
    expect(await ask({ url: "/v1/calls/waiting", ...asBeijing })).toMatchObject({
      status: 200,
      body: {
        calls: [
          { id: "c1", position: 1, waitedMs: 8_000 },
          { id: "c2", position: 2, waitedMs: 7_000 },
        ],
      },
    });
  });
});

describe("claims", () => {
  const claim = (call: string, agent: string, token = beijingToken) =>
    ask({
      method: "POST",
      url: `/v1/calls/${call}/claim`,
      headers: { ...bearer(token), "content-type": "application/json" },
      payload: JSON.stringify({ agent }),
    });

  test("an agent who picks a waiting call is rung", async () => {
    expect(await claim("c1", "agent-li")).toMatchObject({ status: 200, body: { outcome: "offered" } });
  });

  test("another tenant's call does not exist, nor does an agent that serves nobody here", async () => {
    expect(await claim("c1", "agent-zhang", sichuanToken)).toMatchObject({
      status: 404,
      body: { code: "no-such-call" },
    });
    expect(await claim("c1", "nobody")).toMatchObject({ status: 404, body: { code: "no-such-agent" } });
  });

  test.each([
    ["not-waiting", "call-not-waiting"],
    ["offered-already", "call-offered-already"],
    ["kept-for-another", "call-kept-for-another"],
    ["not-eligible", "agent-not-eligible"],
    ["not-free", "agent-not-free"],
  ] as const)("one that ends as %s is a conflict of its own", async (outcome, code) => {
    centre.claimsEnd(outcome);
    expect(await claim("c1", "agent-li")).toMatchObject({ status: 409, body: { code } });
  });

  test("one that names no agent is told which field is missing", async () => {
    const answer = await ask({
      method: "POST",
      url: "/v1/calls/c1/claim",
      headers: { ...bearer(beijingToken), "content-type": "application/json" },
      payload: "{}",
    });
    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [{ in: "body", field: "agent", code: "missing" }] },
    });
  });
});

describe("problems", () => {
  test.each([
    ["no wish at all", {}, [{ field: "to", code: "missing" }]],
    ["a state only routing may set", { to: "talking" }, [{ field: "to", code: "not-allowed" }]],
    ["not ready without a reason", { to: "not-ready" }, [{ field: "reason", code: "missing" }]],
    ["a reason that is a number", { to: "not-ready", reason: 7 }, [{ field: "reason", code: "wrong-type" }]],
    ["an empty reason", { to: "not-ready", reason: "" }, [{ field: "reason", code: "too-short" }]],
    [
      "a reason of 65 characters",
      { to: "not-ready", reason: "久".repeat(65) },
      [{ field: "reason", code: "too-long" }],
    ],
    [
      "a reason with a line break",
      { to: "not-ready", reason: "a\nb" },
      [{ field: "reason", code: "invalid-format" }],
    ],
    ["a reason beside ready", { to: "ready", reason: "x" }, [{ field: "reason", code: "unknown-field" }]],
    [
      "a field nobody knows",
      { to: "ready", tenant: "t-sichuan" },
      [{ field: "tenant", code: "unknown-field" }],
    ],
  ])("a body with %s names the faulty field", async (_what, body, errors) => {
    const answer = await putState("agent-li", body);
    expect(answer).toMatchObject({
      status: 400,
      body: { code: "invalid-request", errors: errors.map((error) => ({ in: "body", ...error })) },
    });
  });

  test("a missing body is missing as a whole", async () => {
    expect(await ask({ method: "PUT", url: "/v1/agents/agent-li/state", ...asBeijing })).toMatchObject({
      status: 400,
      body: { errors: [{ in: "body", field: "", code: "missing" }] },
    });
  });

  test("a reason of 64 characters is accepted", async () => {
    expect(await putState("agent-li", { to: "not-ready", reason: "久".repeat(64) })).toMatchObject({
      status: 200,
    });
  });

  test("an agent id beyond 100 characters fits no address", async () => {
    const { status } = await ask({ url: `/v1/agents/${"a".repeat(200)}`, ...asBeijing });
    expect([400, 404, 414]).toContain(status);
  });

  test("problems speak Chinese unless English is asked for", async () => {
    const chinese = await putState("agent-li", { to: "lunch" });
    expect(chinese.headers["content-language"]).toBe("zh");
    expect(chinese.body).toMatchObject({
      title: "请求有误",
      errors: [{ detail: "取值不在允许范围内，可用：ready、not-ready、logged-out。" }],
    });
    const english = await putState(
      "agent-li",
      { to: "lunch" },
      { ...bearer(beijingToken), "accept-language": "en-GB" },
    );
    expect(english.headers["content-language"]).toBe("en");
    expect(english.body).toMatchObject({
      title: "Invalid request",
      errors: [{ detail: "It is not one of the allowed values; use one of ready, not-ready, logged-out." }],
    });
  });

  test("an unknown address is a problem document", async () => {
    for (const url of ["/nothing", "/v1/nothing", "/v1/agents/agent-li/nothing"]) {
      expect(await ask({ url, ...asBeijing })).toMatchObject({
        status: 404,
        body: { code: "no-such-route", type: "urn:fivenines:problem:no-such-route" },
      });
    }
  });

  test("a wrong method is told which methods would do, whatever its body", async () => {
    const answer = await ask({
      method: "POST",
      url: "/v1/agents/agent-li/state?x=1",
      headers: { ...bearer(beijingToken), "content-type": "text/plain" },
      payload: "hello",
    });
    expect(answer).toMatchObject({ status: 405, body: { code: "method-not-allowed" } });
    expect(answer.headers["allow"]).toBe("PUT");
    const health = await ask({ method: "DELETE", url: "/health/live" });
    expect(health).toMatchObject({ status: 405 });
    expect(health.headers["allow"]).toBe("GET, HEAD");
  });

  test("a body beyond 64 KiB is too large", async () => {
    const answer = await putState("agent-li", { to: "not-ready", reason: "x".repeat(64 * 1024) });
    expect(answer).toMatchObject({ status: 413, body: { code: "body-too-large" } });
  });

  test("a body that is not JSON has the wrong content type", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/xml"]) {
      const answer = await ask({
        method: "PUT",
        url: "/v1/agents/agent-li/state",
        headers: { ...bearer(beijingToken), "content-type": type },
        payload: "to=ready",
      });
      expect(answer).toMatchObject({ status: 415, body: { code: "unsupported-content-type" } });
    }
  });

  test.each(['{"to":', "", '{"__proto__":{"to":"ready"}}'])("the body %j is broken JSON", async (text) => {
    expect(await putState("agent-li", text)).toMatchObject({ status: 400, body: { code: "broken-json" } });
  });

  test("an address that cannot be decoded is a bad request", async () => {
    expect(await ask({ url: "/v1/agents/%zz", ...asBeijing })).toMatchObject({
      status: 400,
      body: { code: "bad-request" },
    });
  });

  test("the feed's address asks plain HTTP to upgrade", async () => {
    const answer = await ask({ url: "/v1/events", ...asBeijing });
    expect(answer).toMatchObject({ status: 426, body: { code: "upgrade-required" } });
    expect(answer.headers["upgrade"]).toBe("websocket");
  });

  test("an unexpected error is logged, and told without its text or the token", async () => {
    centre.breakWith("the inner secret");
    const answer = await ask({ url: "/v1/agents", ...asBeijing });
    expect(answer).toMatchObject({ status: 500, body: { code: "internal-error" } });
    expect(JSON.stringify(answer)).not.toContain("the inner secret");
    expect(log.written()).toContain("the inner secret");
    expect(log.written()).not.toContain(beijingToken);
  });
});

test("headers that somebody logs are masked", () => {
  app.log.info({ headers: { authorization: `Bearer ${beijingToken}`, accept: "x" } }, "seen");
  expect(log.written()).toContain('"authorization":"[redacted]","accept":"x"');
});
