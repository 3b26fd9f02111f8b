import { describe, expect, it } from "vitest";
import { help, type ParsedConfig, parseConfig as parse, variables } from "./config.ts";
import { gather } from "./settings.ts";

function parseConfig(environment: Readonly<Record<string, string>>): ParsedConfig {
  return parse(gather({}, environment, {}));
}

describe("configuration", () => {
  it("needs nothing but a secret, and not even that on loopback; the rest has defaults", () => {
    expect(parseConfig({})).toMatchObject({ ok: true, config: { controlHost: "127.0.0.1" } });
    expect(parseConfig({ EDGE_CONTROL_SECRET: "long enough" })).toEqual({
      ok: true,
      config: {
        sipHost: "127.0.0.1",
        sipPort: 5060,
        controlHost: "127.0.0.1",
        controlPort: 9022,
        controlSecret: "long enough",
        logLevel: "info",
        externalHost: undefined,
        metricsHost: "127.0.0.1",
        sipTrace: false,
      },
    });
  });

  it.each([
    ["EDGE_CONTROL_SECRET", "with|a bar in it", "none of them |"],
    ["EDGE_SIP_PORT", "65536", "a port from 1 to 65535"],
    ["EDGE_CONTROL_PORT", "x", "a port from 1 to 65535"],
    ["EDGE_SIP_HOST", "everywhere", "an IPv4 address"],
    ["EDGE_LOG_LEVEL", "loud", "one of fatal"],
    ["EDGE_EXTERNAL_HOST", "not a host", "host name"],
    ["EDGE_ROUTE_SECRET", "too short", "at least 16 characters"],
    ["EDGE_MOST_PROXIED", "0", "a whole number from 1"],
    ["EDGE_DNS_SERVERS", "192.0.2.53,dns.example.com", "IP addresses of DNS servers"],
    ["EDGE_OUTBOUND_PROXY", "tel:+1", "a SIP URI"],
    ["EDGE_FAILOVER_MS", "499", "milliseconds from 500"],
    ["EDGE_PRODUCT", "two\r\nlines", "printable ASCII"],
    ["EDGE_ADOPTION_SECONDS", "3601", "0 to 3600 seconds"],
  ])("refuses %s=%j in one message that names it and how to mend it", (name, value, mending) => {
    const parsed = parseConfig({ EDGE_CONTROL_SECRET: "long enough", [name]: value });
    const faults = parsed.ok ? [] : parsed.faults;
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(name);
    expect(faults[0]).toContain(mending);
  });

  it("reads where to ask for names and where to send to", () => {
    const parsed = parseConfig({
      EDGE_CONTROL_SECRET: "long enough",
      EDGE_DNS_SERVERS: "192.0.2.53, [2001:db8::53]:5353",
      EDGE_OUTBOUND_PROXY: "sbc.example.com:5080",
      EDGE_FAILOVER_MS: "2500",
    });
    expect(parsed).toMatchObject({
      ok: true,
      config: {
        dnsServers: ["192.0.2.53", "[2001:db8::53]:5353"],
        outboundProxy: "sbc.example.com:5080",
        failoverMs: 2500,
      },
    });
  });

  it("takes port 0 as any free port, and an empty variable as one not set", () => {
    const parsed = parseConfig({
      EDGE_CONTROL_SECRET: "long enough",
      EDGE_SIP_PORT: "0",
      EDGE_LOG_LEVEL: "",
      EDGE_ADOPTION_SECONDS: "0",
    });
    expect(parsed).toMatchObject({ ok: true, config: { sipPort: 0, logLevel: "info", adoptionSeconds: 0 } });
  });

  it("is told of in full by the help", () => {
    for (const variable of variables) expect(help()).toContain(variable);
    expect(help()).toContain("--sip-port, EDGE_SIP_PORT (5060)");
    expect(help()).not.toContain("--control-secret");
  });
});

describe("configuration of transports", () => {
  const SECRET = { EDGE_CONTROL_SECRET: "long enough" };

  it("switches on what has a port, with what TLS needs", () => {
    const parsed = parseConfig({
      ...SECRET,
      EDGE_SIP_HOST6: "::",
      EDGE_TLS_PORT: "5061",
      EDGE_WS_PORT: "0",
      EDGE_TLS_CERT: "/cert",
      EDGE_TLS_KEY: "/key",
      EDGE_TLS_VERIFY: "no",
      EDGE_NAT_TRAVERSAL: "no",
      EDGE_MAX_CONNECTIONS_PER_ADDRESS: "5",
    });
    expect(parsed).toMatchObject({
      ok: true,
      config: {
        sipHost6: "::",
        tlsPort: 5061,
        wsPort: 0,
        tls: { certFile: "/cert", keyFile: "/key", verify: false },
        natTraversal: false,
        connectionLimits: { mostPerAddress: 5 },
      },
    });
  });

  it.each([
    ["EDGE_SIP_HOST6", "127.0.0.1", "an IPv6 address"],
    ["EDGE_WS_PORT", "65536", "a port from 1"],
    ["EDGE_TLS_VERIFY", "maybe", "yes or no"],
    ["EDGE_EXTERNAL_HOST6", "[::1]", "without brackets"],
    ["EDGE_MAX_CONNECTIONS", "0", "at least 1"],
  ])("refuses %s=%j", (name, value, mending) => {
    const parsed = parseConfig({ ...SECRET, [name]: value });
    expect(parsed.ok ? "" : parsed.faults.join()).toContain(mending);
  });

  it("misses the certificate and the key of TLS, each by its name", () => {
    const parsed = parseConfig({ ...SECRET, EDGE_WSS_PORT: "443" });
    const faults = parsed.ok ? [] : parsed.faults;
    expect(faults.map((fault) => /EDGE_\w+/.exec(fault)?.[0])).toEqual(["EDGE_TLS_CERT", "EDGE_TLS_KEY"]);
  });
});
