import { expect, it } from "vitest";
import { readLines } from "./adoption-facts.ts";

const REGISTRATION = {
  kind: "registration",
  id: "1001@desk.invalid",
  protocol: "tcp",
  address: "127.0.0.1",
  port: 40_000,
  expiresInSeconds: 60,
};

it("lines are read one by one; a kind that is not known yet, or a broken line, costs only itself", () => {
  const body = [JSON.stringify(REGISTRATION), '{"kind":"weather"}', "{", JSON.stringify(REGISTRATION)].join(
    "\n",
  );
  expect(readLines(body)).toEqual([REGISTRATION, REGISTRATION]);
  expect(readLines("")).toEqual([]);
});

it("a field that is not known yet does no harm, one that is missing costs the line", () => {
  expect(readLines(JSON.stringify({ ...REGISTRATION, colour: "red" }))).toEqual([REGISTRATION]);
  expect(readLines(JSON.stringify({ ...REGISTRATION, port: undefined }))).toEqual([]);
});
