import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectFolder } from "../folders.ts";
import { placeholderValues } from "./asterisk-settings.ts";
import { renderTemplate } from "./template.ts";

describe("a template", () => {
  it("gets each value in the place of its name", () => {
    expect(renderTemplate("bind=${HOST}:${PORT} ${HOST}", { HOST: "::1", PORT: "5" })).toBe("bind=::1:5 ::1");
  });

  it("keeps the variables that are not ours", () => {
    expect(renderTemplate("Stasis(fivenines,${EXTEN})", {})).toBe("Stasis(fivenines,${EXTEN})");
  });

  it("takes a value literally", () => {
    expect(renderTemplate("a=${A}", { A: "$& $1" })).toBe("a=$& $1");
  });

  it.each(["a\nb=c", "a;b"])("refuses the value %j, which would end its line", (value) => {
    expect(() => renderTemplate("a=${A}", { A: value })).toThrow("A may not hold");
  });
});

describe("Asterisk's configuration", () => {
  const folder = join(projectFolder, "deploy/asterisk");
  const values = placeholderValues({
    files: { modulesDir: "/m", dataDir: "/d", mohDir: "/moh" },
    folder: "/f",
    sipHost: "127.0.0.1",
    sipPort: 5080,
    sipServerHost: "127.0.0.1",
    rtpPortLow: 20_000,
    rtpPortHigh: 24_999,
    ariHost: "127.0.0.1",
    ariPort: 9802,
    ariUsername: "fivenines",
    ariPassword: "secret",
  });
  const asterisksOwn = new Set(["EXTEN", "STASISSTATUS"]);

  it.each(readdirSync(folder).filter((name) => name.endsWith(".conf")))(
    "%s has a value for every name in it",
    (name) => {
      const rendered = renderTemplate(readFileSync(join(folder, name), "utf8"), values);
      const left = [...rendered.matchAll(/^[^;\n]*?\$\{([A-Z_]+)\}/gm)].map(([, variable]) => variable ?? "");
      expect(left.filter((variable) => !asterisksOwn.has(variable))).toEqual([]);
    },
  );
});
