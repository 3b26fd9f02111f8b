import { describe, expect, it } from "vitest";
import { portUses, readAddresses } from "./ports.ts";

describe("addresses and ports", () => {
  it("have defaults on loopback", () => {
    expect(readAddresses({})).toMatchObject({ ok: true, host: "127.0.0.1", ports: { sip: 5060, api: 8080 } });
  });

  it.each(portUses)("$variable moves $purpose", ({ name, variable }) => {
    expect(readAddresses({ [variable]: "7001" })).toMatchObject({ ok: true, ports: { [name]: 7001 } });
  });

  it("name the variable that holds no port", () => {
    expect(readAddresses({ FIVENINES_SIP_PORT: "sip" })).toMatchObject({
      ok: false,
      faults: [expect.stringContaining("FIVENINES_SIP_PORT")],
    });
  });

  it("refuse two uses of one port", () => {
    expect(readAddresses({ FIVENINES_SIP_PORT: "8080" })).toEqual({
      ok: false,
      faults: ["FIVENINES_API_PORT and FIVENINES_SIP_PORT are both 8080"],
    });
  });

  it("refuse a port amid those of media, and too few of media", () => {
    expect(readAddresses({ FIVENINES_REDIS_PORT: "20001" })).toMatchObject({ ok: false });
    expect(readAddresses({ FIVENINES_RTP_PORT_HIGH: "20010" })).toMatchObject({ ok: false });
  });

  it("refuse a host name where phones need an address", () => {
    expect(readAddresses({ FIVENINES_HOST: "localhost" })).toMatchObject({ ok: false });
    expect(readAddresses({ FIVENINES_HOST: "0.0.0.0" })).toMatchObject({ ok: false });
  });
});
