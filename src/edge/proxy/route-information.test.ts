import { describe, expect, it } from "vitest";
import { parseUri } from "../sip/uri.ts";
import { postprocess, preprocess, type Recognised, type RouteInformation } from "./route-information.ts";

/** A proxy that answers to some hosts and forwards by route information alone. */
function proxy(...hosts: readonly string[]): Recognised {
  const own = (uri: string): boolean => hosts.includes(parseUri(uri)?.host ?? "");
  return { own, placed: (uri) => own(uri) && /;lr|^sip:[^@]*$/.test(uri) };
}

function forward(recognised: Recognised, received: RouteInformation) {
  return postprocess(preprocess(received, recognised));
}

describe("route processing of a proxy, by the examples of RFC 3261 16.12.1", () => {
  it("16.12.1.1: each proxy takes its own Route away and goes to the next", () => {
    const sent = {
      requestUri: "sip:callee@u2.domain.com",
      routes: ["<sip:p1.example.com;lr>", "<sip:p2.domain.com;lr>"],
    };
    const first = forward(proxy("p1.example.com"), sent);
    expect(first).toEqual({
      requestUri: "sip:callee@u2.domain.com",
      routes: ["<sip:p2.domain.com;lr>"],
      nextHop: "sip:p2.domain.com;lr",
    });
    expect(forward(proxy("p2.domain.com"), first)).toEqual({
      requestUri: "sip:callee@u2.domain.com",
      routes: [],
      nextHop: "sip:callee@u2.domain.com",
    });
  });

  it("16.12.1.1: without Route values a request goes where its Request-URI says", () => {
    const sent = { requestUri: "sip:callee@domain.com", routes: [] };
    expect(forward(proxy("p1.example.com"), sent).nextHop).toBe("sip:callee@domain.com");
  });

  it("16.12.1.2: through a strict router and back, the target comes out unharmed", () => {
    const routes = ["p1.example.com;lr", "p2.middle.com", "p3.middle.com;lr", "p4.domain.com;lr"];
    const sent = { requestUri: "sip:callee@u2.domain.com", routes: routes.map((uri) => `<sip:${uri}>`) };
    const toStrict = forward(proxy("p1.example.com"), sent);
    expect(toStrict).toEqual({
      requestUri: "sip:p2.middle.com",
      routes: ["<sip:p3.middle.com;lr>", "<sip:p4.domain.com;lr>", "<sip:callee@u2.domain.com>"],
      nextHop: "sip:p2.middle.com",
    });
    // P2 routes strictly: the topmost Route becomes the Request-URI.
    const fromStrict = {
      requestUri: "sip:p3.middle.com;lr",
      routes: ["<sip:p4.domain.com;lr>", "<sip:callee@u2.domain.com>"],
    };
    const toFourth = forward(proxy("p3.middle.com"), fromStrict);
    expect(toFourth).toEqual({
      requestUri: "sip:callee@u2.domain.com",
      routes: ["<sip:p4.domain.com;lr>"],
      nextHop: "sip:p4.domain.com;lr",
    });
    expect(forward(proxy("p4.domain.com"), toFourth).nextHop).toBe("sip:callee@u2.domain.com");
  });

  it("16.12.1.3: a proxy with two names takes both of its Route values away", () => {
    const sent = {
      requestUri: "sip:callee@u2.rightprivatespace.com",
      routes: ["<sip:gateway.leftprivatespace.com;lr>", "<sip:gateway.rightprivatespace.com;lr>"],
    };
    const gateway = proxy("gateway.leftprivatespace.com", "gateway.rightprivatespace.com");
    expect(preprocess(sent, gateway).removed).toHaveLength(2);
    expect(forward(gateway, sent)).toMatchObject({
      routes: [],
      nextHop: "sip:callee@u2.rightprivatespace.com",
    });
  });
});

describe("a Request-URI with maddr (RFC 3261 16.4)", () => {
  const own = proxy("192.0.2.1");

  it("loses what led to this proxy, and nothing that leads elsewhere", () => {
    const through = (requestUri: string) => preprocess({ requestUri, routes: [] }, own).requestUri;
    expect(through("sip:bob@example.com:5062;maddr=192.0.2.1;transport=tcp;x=y")).toBe(
      "sip:bob@example.com;x=y",
    );
    expect(through("sip:bob@example.com;maddr=192.0.2.9")).toBe("sip:bob@example.com;maddr=192.0.2.9");
  });
});
