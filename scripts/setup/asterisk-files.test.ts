import { describe, expect, it } from "vitest";
import { modulesIn, neededModules } from "./asterisk-files.ts";

describe("modules.conf", () => {
  it("names modules with either sign, and comments name none", () => {
    const text = "[modules]\nautoload=no\nload = a.so\nload => b.so\n; load = c.so\nnoload = d.so\n";
    expect(modulesIn(text)).toEqual(["a.so", "b.so"]);
  });

  it("of the project has SIP and ARI", async () => {
    expect(await neededModules()).toEqual(
      expect.arrayContaining(["chan_pjsip.so", "res_ari.so", "app_stasis.so"]),
    );
  });
});
