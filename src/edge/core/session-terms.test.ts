import { describe, expect, it } from "vitest";
import { parseMessage } from "../sip/parse.ts";
import type { RunningSession } from "./dialog-progress.ts";
import { judge } from "./session-refresh.ts";
import { keepingSession, termsOfAnswer, termsOfResponse, withTerms } from "./session-terms.ts";

const COMMON =
  "Via: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\nCall-ID: x";

function request(...lines: string[]) {
  const head = ["INVITE sip:c@d SIP/2.0", COMMON, "CSeq: 1 INVITE", ...lines, "", ""];
  const parsed = parseMessage(Buffer.from(head.join("\r\n")));
  if (parsed.kind !== "request") throw new Error(parsed.kind);
  return parsed;
}

function response(status: number, ...lines: string[]) {
  const head = [`SIP/2.0 ${status} X`, COMMON, "CSeq: 1 INVITE", ...lines, "", ""];
  const parsed = parseMessage(Buffer.from(head.join("\r\n")));
  if (parsed.kind !== "response") throw new Error(parsed.kind);
  return parsed;
}

const running = (weRefresh: boolean): RunningSession => ({ seconds: 600, weRefresh, stop: () => undefined });
const quiet = { policy: "with-refresher", running: undefined } as const;

describe("the terms of our 2xx (RFC 4028 9, table 2)", () => {
  it("keep the roles of a running session where a refresh names no refresher", () => {
    const refresh = request("Session-Expires: 600");
    expect(termsOfAnswer(refresh, [], { ...quiet, running: running(true) })?.refresher).toBe("uas");
    expect(termsOfAnswer(refresh, [], { ...quiet, running: running(false) })?.refresher).toBe("uac");
  });

  it("go on refreshing where the other side's re-INVITE asks for nothing, if that was our part", () => {
    expect(termsOfAnswer(request(), [], { ...quiet, running: running(true) })).toEqual({
      seconds: 600,
      refresher: "uas",
    });
    expect(termsOfAnswer(request(), [], { ...quiet, running: running(false) })).toBeUndefined();
  });

  it("complete the application's value by who refreshes", () => {
    const own = [["Session-Expires", "300"]] as const;
    expect(termsOfAnswer(request("Supported: timer"), own, quiet)).toEqual({
      seconds: 300,
      refresher: "uac",
    });
    expect(termsOfAnswer(request(), own, quiet)).toEqual({ seconds: 300, refresher: "uas" });
  });

  it("replace the application's header, and require the caller to do its part", () => {
    const headers = withTerms(
      [["Session-Expires", "300"]],
      { seconds: 300, refresher: "uac" },
      request("Supported: timer"),
    );
    expect(headers).toEqual([
      ["Require", "timer"],
      ["Session-Expires", "300;refresher=uac"],
    ]);
  });

  it("belong to INVITE and UPDATE alone", () => {
    const info = { ...request("Session-Expires: 600;refresher=uac"), method: "INFO" };
    expect(termsOfAnswer(info, [], quiet)).toBeUndefined();
  });
});

describe("the terms of their 2xx (RFC 4028 7.2)", () => {
  it("make us the refresher where they name none", () => {
    expect(termsOfResponse(response(200, "Session-Expires: 600"), quiet)?.refresher).toBe("uac");
  });

  it("without Session-Expires end a session they refreshed, but not one we did", () => {
    expect(termsOfResponse(response(200), { ...quiet, running: running(false) })).toBeUndefined();
    expect(termsOfResponse(response(200), { ...quiet, running: running(true) })?.seconds).toBe(600);
  });
});

describe("a re-INVITE or UPDATE of the application (RFC 4028 7.4)", () => {
  it("keeps the interval and the roles", () => {
    expect(keepingSession([], "UPDATE", running(false))).toEqual([
      ["Session-Expires", "600;refresher=uas"],
      ["Supported", "timer"],
    ]);
    expect(keepingSession([["Session-Expires", "90"]], "INVITE", running(true))).toEqual([
      ["Session-Expires", "90"],
    ]);
    expect(keepingSession([], "INFO", running(true))).toEqual([]);
    expect(keepingSession([], "INVITE", undefined)).toEqual([]);
  });
});

describe("the answer to a refresh (RFC 4028 7.3, 10)", () => {
  it.each([
    [response(200), "extended"],
    [response(491), "again"],
    [response(500, "Retry-After: 3"), "again"],
    [response(500), "failed"],
    [response(422, "Min-SE: 120"), "again"],
    [response(422, "Min-SE: 60"), "failed"],
    [response(481), "failed"],
    ["unanswered", "failed"],
  ] as const)("%#: leads to the right next step", (conclusion, type) => {
    expect(judge(conclusion, 90, 1_000).type).toBe(type);
  });

  it("says when to try again, and with what interval", () => {
    expect(judge(response(491), 90, 1_230)).toEqual({ type: "again", afterMs: 1_230, seconds: 90 });
    expect(judge(response(500, "Retry-After: 3"), 90, 0)).toEqual({
      type: "again",
      afterMs: 3_000,
      seconds: 90,
    });
    expect(judge(response(422, "Min-SE: 120"), 90, 0)).toEqual({ type: "again", afterMs: 0, seconds: 120 });
  });
});
