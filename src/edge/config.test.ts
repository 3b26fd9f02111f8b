import { describe, expect, it } from "vitest";
import { help, type ParsedConfig, parseConfig as parse, variables } from "./config.ts";
import { gather } from "./settings.ts";

function parseConfig(environment: Readonly<Record<string, string>>): ParsedConfig {
  return parse(gather({}, environment, {}));
}

describe("configuration", () => {
  it("needs only a secret; the rest has defaults", () => {
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
      },
    });
  });

  it.each([
    ["EDGE_CONTROL_SECRET", "", "is not set"],
    ["EDGE_CONTROL_SECRET", "short", "at least 8 characters"],
    ["EDGE_CONTROL_SECRET", "with|a bar in it", "none of them |"],
    ["EDGE_SIP_PORT", "65536", "a port from 1 to 65535"],
    ["EDGE_CONTROL_PORT", "x", "a port from 1 to 65535"],
    ["EDGE_SIP_HOST", "everywhere", "an IPv4 address"],
    ["EDGE_LOG_LEVEL", "loud", "one of fatal"],
    ["EDGE_EXTERNAL_HOST", "not a host", "host name"],
  ])("refuses %s=%j in one message that names it and how to mend it", (name, value, mending) => {
    const parsed = parseConfig({ EDGE_CONTROL_SECRET: "long enough", [name]: value });
    const faults = parsed.ok ? [] : parsed.faults;
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(name);
    expect(faults[0]).toContain(mending);
  });

  it("takes port 0 as any free port, and an empty variable as one not set", () => {
    const parsed = parseConfig({
      EDGE_CONTROL_SECRET: "long enough",
      EDGE_SIP_PORT: "0",
      EDGE_LOG_LEVEL: "",
    });
    expect(parsed).toMatchObject({ ok: true, config: { sipPort: 0, logLevel: "info" } });
  });

  it("is told of in full by the help", () => {
    for (const variable of variables) expect(help()).toContain(variable);
    expect(help()).toContain("--sip-port, EDGE_SIP_PORT (5060)");
    expect(help()).not.toContain("--control-secret");
  });
});
