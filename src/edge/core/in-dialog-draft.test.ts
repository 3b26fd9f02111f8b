import { describe, expect, it } from "vitest";
import { inDialogDraft } from "./in-dialog-draft.ts";

function draft(routeSet: readonly string[], uri = "sip:user@remoteua") {
  const dialog = {
    localAddress: "<sip:a@b>;tag=1",
    localTag: "1",
    remoteAddress: "<sip:c@d>;tag=2",
    callId: "x",
    routeSet,
  };
  return inDialogDraft(dialog, { method: "BYE", uri, cseq: 2, rest: [], body: Buffer.alloc(0) });
}

describe("the route set in requests (RFC 3261 12.2.1.1)", () => {
  it("is empty: the target is the Request-URI and there is no Route", () => {
    expect(draft([])).toMatchObject({ uri: "sip:user@remoteua", routes: [] });
  });

  it("begins with a loose router: the target stays the Request-URI and all of it goes into Route", () => {
    const routes = ["<sip:proxy1;lr>", "<sip:proxy2>"];
    expect(draft(routes)).toMatchObject({ uri: "sip:user@remoteua", routes });
  });

  it("begins with a strict router: that one is the Request-URI and the target the last Route", () => {
    // The example of the RFC.
    const routes = ["<sip:proxy1>", "<sip:proxy2>", "<sip:proxy3;lr>", "<sip:proxy4>"];
    expect(draft(routes)).toMatchObject({
      uri: "sip:proxy1",
      routes: ["<sip:proxy2>", "<sip:proxy3;lr>", "<sip:proxy4>", "<sip:user@remoteua>"],
    });
  });

  it("a strict router's URI loses what may not stand in a Request-URI (19.1.1)", () => {
    expect(draft(["<sip:p1@h;transport=tcp;method=INVITE?Subject=x>"]).uri).toBe("sip:p1@h;transport=tcp");
  });

  it.each(["<sip:p;lr=on>", '"Proxy" <sip:p;LR>', "<sips:p;transport=tcp;lr>"])(
    "takes %s for loose",
    (first) => {
      expect(draft([first])).toMatchObject({ uri: "sip:user@remoteua", routes: [first] });
    },
  );
});
