import { expect, test } from "vitest";
import { presentedToken } from "./presented-token.ts";

test.each([
  ["a bearer token", { authorization: "Bearer abc.def_1-2" }, "abc.def_1-2"],
  ["the scheme in any case", { authorization: "bearer abc" }, "abc"],
  ["another scheme", { authorization: "Basic abc" }, undefined],
  ["a token with a space", { authorization: "Bearer a b" }, undefined],
  ["no token after the scheme", { authorization: "Bearer " }, undefined],
  ["a subprotocol token", { "sec-websocket-protocol": "fivenines.v1, bearer.abc" }, "abc"],
  ["a subprotocol token in either order", { "sec-websocket-protocol": "bearer.abc,fivenines.v1" }, "abc"],
  ["a subprotocol token for another protocol", { "sec-websocket-protocol": "chat, bearer.abc" }, undefined],
  ["an empty subprotocol token", { "sec-websocket-protocol": "fivenines.v1, bearer." }, undefined],
  [
    "the header before the subprotocol",
    { authorization: "Bearer h", "sec-websocket-protocol": "fivenines.v1, bearer.p" },
    "h",
  ],
  ["nothing", {}, undefined],
])("%s is read", (_what, headers, token) => {
  expect(presentedToken(headers)).toBe(token);
});
