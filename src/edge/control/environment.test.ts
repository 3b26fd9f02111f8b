import { describe, expect, it } from "vitest";
import { readControlEnvironment as read } from "./environment.ts";

function readControlEnvironment(given: Readonly<Record<string, string>>) {
  return read(given, (variable) => `The environment variable ${variable}`);
}

const SECRET = { EDGE_CONTROL_SECRET: "long enough" };
const TLS = { EDGE_CONTROL_TLS_CERT: "/etc/edge/cert.pem", EDGE_CONTROL_TLS_KEY: "/etc/edge/key.pem" };

describe("the control side's environment", () => {
  it("may be empty", () => {
    expect(readControlEnvironment({})).toEqual({ options: {}, faults: [] });
  });

  it("names further addresses, a certificate, rules and who is answered without an application", () => {
    const { options, faults } = readControlEnvironment({
      ...SECRET,
      ...TLS,
      EDGE_CONTROL_LISTENERS: "tcp://127.0.0.2:9023\ttls://[::]:0",
      EDGE_OUTBOUND_ROUTES: "INVITE=tcp://10.0.0.5:3001",
      EDGE_OUTBOUND_CA: "/etc/edge/apps.pem",
      EDGE_OPTIONS_USER_AGENT: "balancer",
    });
    expect(faults).toEqual([]);
    expect(options).toEqual({
      controlSecret: "long enough",
      controlListeners: [
        { protocol: "tcp", host: "127.0.0.2", port: 9023 },
        { protocol: "tls", host: "::", port: 0 },
      ],
      controlCertificate: { certFile: "/etc/edge/cert.pem", keyFile: "/etc/edge/key.pem" },
      outboundRoutes: [
        { method: "INVITE", target: { dial: { protocol: "tcp", host: "10.0.0.5", port: 3001 } } },
      ],
      outboundCa: "/etc/edge/apps.pem",
      optionsUserAgent: "balancer",
    });
  });

  it.each([
    [
      "EDGE_CONTROL_LISTENERS",
      { ...SECRET, EDGE_CONTROL_LISTENERS: "udp://127.0.0.1:1" },
      "udp://127.0.0.1:1",
    ],
    ["EDGE_CONTROL_LISTENERS", { ...SECRET, EDGE_CONTROL_LISTENERS: "tcp://host:1" }, "tcp://host:1"],
    ["EDGE_CONTROL_TLS_KEY", { ...SECRET, EDGE_CONTROL_TLS_CERT: "c.pem" }, "is not set"],
    ["EDGE_OUTBOUND_ROUTES", { EDGE_OUTBOUND_ROUTES: "BYE=tcp://a:1" }, "the method must be one of"],
    ["EDGE_CONTROL_SECRET", { EDGE_CONTROL_HOST: "0.0.0.0" }, "0.0.0.0, which others can reach"],
    ["EDGE_CONTROL_SECRET", { EDGE_CONTROL_HOST: "0.0.0.0", EDGE_CONTROL_SECRET: "short" }, "is too short"],
    ["EDGE_CONTROL_SECRET", { EDGE_CONTROL_LISTENERS: "tcp://10.0.0.1:1" }, "10.0.0.1, which others"],
  ])("with a fault in %s says so in one message that tells how to mend it", (name, given, mending) => {
    const { faults } = readControlEnvironment(given);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(name);
    expect(faults[0]).toContain(mending);
    expect(faults[0]).toContain("it must be");
  });

  it("that wants TLS names both files that are missing", () => {
    const { faults } = readControlEnvironment({ ...SECRET, EDGE_CONTROL_LISTENERS: "tls://127.0.0.1:1" });
    expect(faults.map((fault) => /EDGE_\w+/.exec(fault)?.[0])).toEqual([
      "EDGE_CONTROL_TLS_CERT",
      "EDGE_CONTROL_TLS_KEY",
    ]);
  });
});
