import { describe, expect, it } from "vitest";
import type { App } from "../core/app.ts";
import { Routes } from "./routes.ts";

const app = (): App => ({ open: true, deliver: () => undefined });

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
    routes.removeApp(one);
    expect([routes.pick("OPTIONS"), routes.pick("INFO")]).toEqual([undefined, undefined]);
  });
});
