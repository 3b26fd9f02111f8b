import { describe, expect, it } from "vitest";
import { gather, readFileText, readFlags } from "./settings.ts";

const VARIABLES = ["EDGE_SIP_PORT", "EDGE_SIP_HOST", "EDGE_CONTROL_SECRET"];

describe("settings", () => {
  it("weigh as flag, environment, file, and name the place they came from", () => {
    const { values, whereOf } = gather(
      { EDGE_SIP_PORT: "1" },
      { EDGE_SIP_PORT: "2", EDGE_SIP_HOST: "h", EDGE_CONTROL_SECRET: "" },
      { EDGE_SIP_PORT: "3", EDGE_SIP_HOST: "f", EDGE_CONTROL_SECRET: "from the file" },
    );
    expect(values).toMatchObject({
      EDGE_SIP_PORT: "1",
      EDGE_SIP_HOST: "h",
      EDGE_CONTROL_SECRET: "from the file",
    });
    expect(VARIABLES.map((name) => whereOf(name))).toEqual([
      "The flag --sip-port",
      "The environment variable EDGE_SIP_HOST",
      'The setting "control-secret" of the configuration file',
    ]);
    expect(whereOf("EDGE_LOG_LEVEL")).toBe("The environment variable EDGE_LOG_LEVEL");
  });

  it("are read from the command line in both ways of writing", () => {
    expect(readFlags(["--sip-port", "0", "--sip-host=::1", "--config", "a.json"], VARIABLES)).toEqual({
      ok: true,
      asked: { help: false, file: "a.json" },
      flags: { EDGE_SIP_PORT: "0", EDGE_SIP_HOST: "::1" },
    });
    expect(readFlags(["-h"], VARIABLES)).toMatchObject({ ok: true, asked: { help: true } });
  });

  it.each([[["--sip-prot", "1"]], [["--control-secret", "seen by all"]], [["stray"]], [["--sip-port"]]])(
    "are refused on the command line where it says %j",
    (argv) => {
      expect(readFlags(argv, VARIABLES)).toMatchObject({
        ok: false,
        faults: [expect.stringContaining("--help")],
      });
    },
  );

  it("are read from a file as text, numbers, truth and lists", () => {
    expect(readFileText("a.json", '{"sip-port": 5070, "sip-host": ["a", "b"]}', VARIABLES)).toEqual({
      EDGE_SIP_PORT: "5070",
      EDGE_SIP_HOST: "a,b",
    });
  });

  it.each([
    ["{", "is no JSON"],
    ["[]", "must hold one JSON object"],
    ['{"sip-prot": 1}', '"sip-prot", which is no setting'],
    ['{"sip-port": {}}', 'a value under "sip-port"'],
    ['{"sip-port": [[1]]}', 'a value under "sip-port"'],
  ])("are refused in a file that holds %s", (text, words) => {
    const faults = readFileText("a.json", text, VARIABLES);
    expect(faults).toEqual([expect.stringContaining(words)]);
    expect(JSON.stringify(faults)).toContain("a.json");
  });
});
