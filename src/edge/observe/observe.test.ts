import { describe, expect, it, onTestFinished } from "vitest";
import type { Source } from "../transport/transport.ts";
import { MetricsEndpoint } from "./endpoint.ts";
import { kindOf } from "./kind.ts";
import { Metrics } from "./metrics.ts";
import { redacted } from "./redact.ts";
import { Trace } from "./trace.ts";

const SOURCE: Source = {
  protocol: "udp",
  address: "127.0.0.1",
  port: 5060,
  localAddress: "127.0.0.1",
  localPort: 5060,
};
const INVITE = [
  "INVITE sip:98668@127.0.0.1 SIP/2.0",
  'Authorization: Digest username="anna", realm="r",',
  '  response="0123456789abcdef"',
  "proxy-authorization : Basic c2VjcmV0",
  "Content-Type: application/sdp;charset=x",
  "Content-Length: 12",
  "",
  "v=0 s=secret",
].join("\r\n");

describe("a SIP trace", () => {
  it("shows the head but no credentials, and of the body only size and type", () => {
    const shown = redacted(Buffer.from(INVITE));
    expect(shown.split("\r\n")).toEqual([
      "INVITE sip:98668@127.0.0.1 SIP/2.0",
      "Authorization: Digest [redacted]",
      "proxy-authorization : Basic [redacted]",
      "Content-Type: application/sdp;charset=x",
      "Content-Length: 12",
      "",
      "[12 bytes of application/sdp]",
    ]);
  });

  it("is written only while it is switched on", () => {
    const lines: object[] = [];
    const write = (fields: object): void => void lines.push(fields);
    const trace = new Trace({ debug: write, info: write, warn: write, error: write }, false);
    trace.received(Buffer.from(INVITE), SOURCE);
    expect(trace.toggle()).toBe(true);
    trace.sent(Buffer.from("SIP/2.0 200 OK\r\n\r\n"), SOURCE);
    expect(trace.toggle()).toBe(false);
    trace.sent(Buffer.from("SIP/2.0 200 OK\r\n\r\n"), SOURCE);
    expect(lines).toEqual([{ protocol: "udp", address: "127.0.0.1", port: 5060, sip: "SIP/2.0 200 OK" }]);
  });
});

describe("figures for Prometheus", () => {
  it.each([
    ["INVITE sip:a SIP/2.0", "INVITE"],
    ["SIP/2.0 486 Busy Here", "486"],
    ["MADEUP123 sip:a SIP/2.0", "other"],
    ["SIP/2.0 999 X", "other"],
    ["invite sip:a", "other"],
    ["", "other"],
  ])("take %j as %s", (text, kind) => {
    expect(kindOf(Buffer.from(text))).toBe(kind);
  });

  it("are served with what the server holds at that moment, and the delay of its event loop", async () => {
    let dialogs = 3;
    const metrics = new Metrics({
      holdings: () => ({ dialogs }),
      connections: () => new Map([["tcp", 2]]),
      guarded: () => ({ bans: 1 }),
    });
    metrics.received(Buffer.from(INVITE), SOURCE);
    metrics.repeated("sent");
    metrics.malformed("dropped");
    const endpoint = new MetricsEndpoint(metrics);
    const port = await endpoint.listen("127.0.0.1", 0);
    onTestFinished(() => endpoint.close());
    const read = async (path: string): Promise<string> =>
      (await fetch(`http://127.0.0.1:${port}${path}`)).text();
    const text = await read("/metrics");
    expect(text).toContain('sip_messages_total{direction="received",transport="udp",kind="INVITE"} 1');
    expect(text).toContain('sip_retransmissions_total{direction="sent"} 1');
    expect(text).toContain('sip_parse_failures_total{fate="dropped"} 1');
    expect(text).toContain('sip_guarded{what="bans"} 1');
    expect(text).toContain('sip_held{what="dialogs"} 3');
    expect(text).toContain('sip_connections{transport="tcp"} 2');
    expect(text).toContain("nodejs_eventloop_lag_p99_seconds");
    dialogs = 0;
    expect(await read("/metrics")).toContain('sip_held{what="dialogs"} 0');
    expect(await read("/health")).toBe("ok\n");
    expect(await read("/other")).toContain("/metrics");
  });
});
