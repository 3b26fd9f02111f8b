import { describe, expect, it } from "vitest";
import { completeVia, hasModernBranch, parseVia } from "./via.ts";

const from = { address: "192.0.2.9", port: 40_000 };

function completed(text: string): string | undefined {
  const via = parseVia(text);
  return via && completeVia(via, from);
}

describe("Via (RFC 3261 18.2.1, RFC 3581)", () => {
  it("is read with white space anywhere the grammar allows it", () => {
    expect(
      parseVia("SIP  / 2.0  / TCP     spindle.example.com : 5070  ; branch  =   z9hG4bK9ikj8"),
    ).toMatchObject({
      protocol: "TCP",
      host: "spindle.example.com",
      port: 5070,
    });
  });

  it.each([
    "",
    "SIP/2.0/UDP",
    "SIP/2.0/UDP host:0",
    "SIP/2.0/UDP host:99999",
    "UDP host;branch=x",
    "SIP/2.0/UDP host;=x",
  ])("%j is refused", (text) => {
    expect(parseVia(text)).toBeUndefined();
  });

  it("is completed where rport was asked for", () => {
    expect(completed("SIP/2.0/TCP 192.0.2.9:5060;rport;branch=z9hG4bK1")).toBe(
      "SIP/2.0/TCP 192.0.2.9:5060;rport=40000;branch=z9hG4bK1;received=192.0.2.9",
    );
  });

  it("is completed on UDP even where rport was not asked for", () => {
    expect(completed("SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK1")).toBe(
      "SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK1;rport=40000;received=192.0.2.9",
    );
  });

  it("gets received on TCP only where the host is another", () => {
    expect(completed("SIP/2.0/TCP 192.0.2.9;branch=z9hG4bK1")).toBe("SIP/2.0/TCP 192.0.2.9;branch=z9hG4bK1");
    expect(completed("SIP/2.0/TCP there;branch=z9hG4bK1")).toBe(
      "SIP/2.0/TCP there;branch=z9hG4bK1;received=192.0.2.9",
    );
  });

  it("has a branch of RFC 3261 only with something behind the cookie (RFC 4475 3.2.1)", () => {
    const modern = (text: string) => {
      const via = parseVia(text);
      return via && hasModernBranch(via);
    };
    expect(modern("SIP/2.0/UDP a;branch=z9hG4bKx")).toBe(true);
    expect(modern("SIP/2.0/UDP a;branch=z9hG4bK")).toBe(false);
    expect(modern("SIP/2.0/UDP a;branch=1")).toBe(false);
    expect(modern("SIP/2.0/UDP a")).toBe(false);
  });
});
