import { describe, expect, it } from "vitest";
import { isAuthorized } from "./credentials.ts";

const credentials = { username: "asterisk", password: "p:ä" };
const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

describe("what Asterisk shows on connecting", () => {
  it("is taken when it is the name and the password, which may hold a colon", () => {
    expect(isAuthorized(basic("asterisk:p:ä"), credentials)).toBe(true);
  });

  it.each([
    undefined,
    "",
    "Basic",
    basic("asterisk:"),
    basic("asterisk:p:ä "),
    basic(":"),
    "Bearer asterisk:p:ä",
  ])("is refused when it is %s", (authorization) => {
    expect(isAuthorized(authorization, credentials)).toBe(false);
  });
});
