import { describe, expect, it } from "vitest";
import { parseRouteUri } from "./place.ts";
import { parseRules, ruleFor } from "./rules.ts";

describe("outbound rules", () => {
  it("name a method and whom to dial or to ask, separated by any white space", () => {
    const parsed = parseRules(
      "invite=tcp://10.0.0.5:3001\n REGISTER=tls://[::1]:3002  *=post+https://router.example/route?x=1",
    );
    expect(parsed).toEqual({
      ok: true,
      rules: [
        { method: "INVITE", target: { dial: { protocol: "tcp", host: "10.0.0.5", port: 3001 } } },
        { method: "REGISTER", target: { dial: { protocol: "tls", host: "::1", port: 3002 } } },
        { method: "*", target: { ask: { verb: "POST", url: "https://router.example/route?x=1" } } },
      ],
    });
  });

  it("serve the method they name, the one with a star all others", () => {
    const parsed = parseRules("*=tcp://a:1 INVITE=tcp://b:2");
    const rules = parsed.ok ? parsed.rules : [];
    expect(ruleFor(rules, "INVITE")?.method).toBe("INVITE");
    expect(ruleFor(rules, "OPTIONS")?.method).toBe("*");
    expect(ruleFor(rules.slice(1), "OPTIONS")).toBeUndefined();
  });

  it.each([
    ["tcp://a:1", "no ="],
    ["BYE=tcp://a:1", "the method must be one of INVITE"],
    ["INVITE=tcp://a", "the target must be"],
    ["INVITE=tcp://a:70000", "the target must be"],
    ["INVITE=ftp://a:1", "the target must be"],
    ["INVITE=post+tcp://a:1", "the target must be"],
    ["INVITE=http://", "the target must be"],
    ["INVITE=tcp://a:1 invite=tcp://b:1", "a second rule for INVITE"],
  ])("%j is refused: %s", (text, why) => {
    const parsed = parseRules(text);
    const faults = parsed.ok ? [] : parsed.faults;
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(why);
  });
});

describe("the uri of a routing hook", () => {
  it.each([
    ["10.0.0.5:3001", { protocol: "tcp", host: "10.0.0.5", port: 3001 }],
    ["app.example", { protocol: "tcp", host: "app.example", port: 9021 }],
    ["app.example:3001;transport=tls", { protocol: "tls", host: "app.example", port: 3001 }],
    ["[2001:db8::1]:3001;transport=tcp", { protocol: "tcp", host: "2001:db8::1", port: 3001 }],
    ["tls://app.example:3001", { protocol: "tls", host: "app.example", port: 3001 }],
    ["app.example:0", undefined],
    ["app.example:3001;transport=udp", undefined],
    ["sip:app@example", undefined],
    ["", undefined],
  ])("%j means %j", (text, place) => {
    expect(parseRouteUri(text)).toEqual(place);
  });
});
