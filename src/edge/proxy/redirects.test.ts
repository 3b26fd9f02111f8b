import { describe, expect, it } from "vitest";
import { header, type SipResponse } from "../sip/message.ts";
import { parseMessage } from "../sip/parse.ts";
import { redirectsOf, withoutContacts } from "./redirects.ts";

function redirection(status: number, ...contacts: readonly string[]): SipResponse {
  const lines = contacts.map((contact) => `Contact: ${contact}`);
  const head = [`SIP/2.0 ${status} Moved`, "Via: SIP/2.0/UDP a;branch=z9hG4bK1", "From: <sip:a@b>;tag=1"];
  const text = [...head, "To: <sip:c@d>;tag=2", "Call-ID: x", "CSeq: 1 INVITE", ...lines, "", ""].join(
    "\r\n",
  );
  const parsed = parseMessage(Buffer.from(text));
  if (parsed.kind !== "response") throw new Error("no response");
  return parsed;
}

const any = (): boolean => true;

describe("redirections (RFC 3261 16.5, 16.7 item 4)", () => {
  it("are tried by preference, each once; without q one is preferred before all", () => {
    const response = redirection(
      302,
      "<sip:low@x>;q=0.1, <sip:high@x>;q=0.7",
      "<sip:most@x>",
      "<sip:low@x>;q=0.3",
    );
    expect(redirectsOf(response, any)).toEqual(["sip:most@x", "sip:high@x", "sip:low@x"]);
  });

  it("are only those of a 3xx that can be tried", () => {
    expect(redirectsOf(redirection(486, "<sip:a@x>"), any)).toEqual([]);
    expect(
      redirectsOf(redirection(302, "*", "<mailto:a@x>, <sip:a@x>"), (uri) => uri.startsWith("sip:")),
    ).toEqual(["sip:a@x"]);
  });

  it("leave to the caller what is not tried for it, and nothing where all is", () => {
    const response = redirection(302, "<sip:a@x>, <mailto:b@x>");
    const left = withoutContacts(response, ["sip:a@x"]);
    expect(left && header(left, "contact")).toBe("<mailto:b@x>");
    expect(withoutContacts(response, ["sip:a@x", "mailto:b@x"])).toBeUndefined();
  });
});
