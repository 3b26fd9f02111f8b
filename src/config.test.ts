import { describe, expect, it } from "vitest";
import { Environment, readConfig } from "./config.ts";

const least = {
  DATABASE_URL: "postgres://fivenines:secret@127.0.0.1:5432/fivenines",
  REDIS_URL: "redis://127.0.0.1:6379",
  DRACHTIO_SECRET: "control-secret",
  ARI_PASSWORD: "asterisk-secret",
  ASTERISK_SIP_ADDRESS: "127.0.0.1:5080",
  SIP_SERVER_ADDRESS: "[::1]:5060",
  PROMPTS_DIR: "/var/lib/fivenines/prompts",
};

describe("the configuration", () => {
  it("takes defaults for what is not set, or set to nothing", () => {
    const read = readConfig(Environment, { ...least, API_PORT: "" });
    expect(read).toMatchObject({
      ok: true,
      config: { API_PORT: 8080, DRAIN_SECONDS: 30, LOG_LEVEL: "info" },
    });
  });

  it("splits addresses into host and port, IPv6 too", () => {
    const read = readConfig(Environment, least);
    expect(read).toMatchObject({
      ok: true,
      config: {
        ASTERISK_SIP_ADDRESS: { host: "127.0.0.1", port: 5080 },
        SIP_SERVER_ADDRESS: { host: "::1", port: 5060 },
      },
    });
  });

  it("names every faulty variable at once, and how to mend it", () => {
    const read = readConfig(Environment, {
      ...least,
      DATABASE_URL: "mysql://x",
      API_PORT: "70000",
      ARI_PASSWORD: "short",
      REDIS_URL: undefined,
    });
    expect(read.ok ? [] : read.faults).toEqual([
      "DATABASE_URL: write a URL such as postgres://user:password@127.0.0.1:5432/fivenines",
      "REDIS_URL is not set; it has no default",
      "ARI_PASSWORD: give at least 8 characters",
      expect.stringMatching(/^API_PORT: /),
    ]);
  });
});
