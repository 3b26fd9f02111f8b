import { describe, expect, it } from "vitest";
import { type CallRecords, recordBye, recordServerBye } from "./call-records.ts";
import { callingDialog } from "./dialog.ts";
import type { Dialog } from "./state.ts";

const BYE = Buffer.from("BYE");

/** Keeps the ends it is told of. */
function ends() {
  const told: string[] = [];
  const records: CallRecords = {
    attempt: () => undefined,
    start: () => undefined,
    stop: (origin, end) => void told.push(`${origin} ${end}`),
  };
  return { told, records };
}

function dialog(usage: Dialog["usage"], state: Dialog["state"]): Dialog {
  const owner = { open: true, tags: [], deliver: () => undefined };
  const draft = {
    method: usage,
    uri: "sip:a@192.0.2.1",
    from: "<sip:b@192.0.2.2>;tag=1",
    fromTag: "1",
    to: "<sip:a@192.0.2.1>",
    callId: "call",
    cseq: 1,
    maxForwards: "70",
    contact: undefined,
    routes: [],
    rest: [],
    body: Buffer.alloc(0),
  };
  return { ...callingDialog(draft, owner, usage, undefined), state };
}

describe("the end of a call", () => {
  it.each([
    [{ cause: 200, text: "Session timer expired" }, "session-expired"],
    [{ cause: 200, text: "ACK-BYE due to cancel race condition" }, "call-canceled"],
    [{ cause: 408, text: "ACK timeout" }, "system-initiated-termination"],
  ])("made by the server with the reason %j is recorded as %s", (reason, end) => {
    const { told, records } = ends();
    recordServerBye({ records }, dialog("INVITE", "confirmed"), reason, BYE);
    expect(told).toEqual([`application ${end}`]);
  });

  it("by BYE is a release once answered, and a cancellation before (RFC 3261 15)", () => {
    const { told, records } = ends();
    recordBye({ records }, dialog("INVITE", "confirmed"), "network", BYE);
    recordBye({ records }, dialog("INVITE", "early"), "application", BYE);
    expect(told).toEqual(["network normal-release", "application call-canceled"]);
  });

  it("is not that of a subscription", () => {
    const { told, records } = ends();
    recordBye({ records }, dialog("SUBSCRIBE", "confirmed"), "network", BYE);
    recordServerBye({ records }, dialog("SUBSCRIBE", "confirmed"), { cause: 408, text: "" }, BYE);
    expect(told).toEqual([]);
  });
});
