import { describe, expect, it } from "vitest";
import { Routes, type Taker } from "./routes.ts";

const app = (...tags: readonly string[]): Taker => ({
  open: true,
  tags,
  deliver: () => undefined,
  record: () => undefined,
});

describe("routes", () => {
  it("take applications in turn, per verb, each once", () => {
    const routes = new Routes();
    const [a, b] = [app(), app()];
    for (const taker of [a, a, b, a]) routes.add("invite", taker);
    routes.add("register", b);
    expect([1, 2, 3].map(() => routes.pick("INVITE"))).toEqual([a, b, a]);
    expect(routes.pick("REGISTER")).toBe(b);
  });

  it("lose one verb, or an application as a whole", () => {
    const routes = new Routes();
    const one = app();
    for (const verb of ["invite", "options", "info"]) routes.add(verb, one);
    routes.remove("invite", one);
    expect([routes.pick("INVITE"), routes.pick("OPTIONS")]).toEqual([undefined, one]);
    expect(routes.has(one)).toBe(true);
    routes.removeApp(one);
    expect([routes.pick("OPTIONS"), routes.pick("INFO"), routes.has(one)]).toEqual([
      undefined,
      undefined,
      false,
    ]);
  });

  it("by tag take only those that have it, still in turn", () => {
    const routes = new Routes();
    const [ivr, both, desk] = [app("ivr"), app("ivr", "desk"), app("desk")];
    for (const taker of [ivr, both, desk]) routes.add("invite", taker);
    expect([1, 2, 3].map(() => routes.pick("INVITE", "desk"))).toEqual([both, desk, both]);
    expect(routes.pick("INVITE", "elsewhere")).toBeUndefined();
  });

  it("pass over an application whose connection is closing", () => {
    const routes = new Routes();
    const [closing, living] = [{ ...app(), open: false }, app()];
    for (const taker of [closing, living]) routes.add("invite", taker);
    expect([1, 2].map(() => routes.pick("INVITE"))).toEqual([living, living]);
  });

  it("are not without end for one application; what it has already may be repeated", () => {
    const routes = new Routes(2);
    const one = app();
    expect(["a", "b", "a", "c"].map((verb) => routes.add(verb, one))).toEqual([true, true, true, false]);
    routes.remove("a", one);
    expect(routes.add("c", one)).toBe(true);
  });
});
