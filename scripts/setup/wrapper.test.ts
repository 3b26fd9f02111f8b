import { describe, expect, it } from "vitest";
import { fetchedWrapper, machineWrapper } from "./wrapper.ts";

describe("a wrapper of a fetched program", () => {
  const program = {
    linker: "usr/lib/ld.so.2",
    libraryFolders: ["usr/lib", "usr/lib/more"],
    program: "usr/bin/tool",
  };

  it("quotes every path, for a project's folder may have spaces", () => {
    const script = fetchedWrapper("root", program, { TOOL_DATA: "usr/share" });
    expect(script).toContain('exec "$root/usr/lib/ld.so.2" --inhibit-cache');
    expect(script).toContain('--library-path "$root/usr/lib:$root/usr/lib/more" "$root/usr/bin/tool" "$@"');
    expect(script).toContain('export TOOL_DATA="$root/usr/share"');
  });

  it("is what a program that starts itself again is told to start", () => {
    const restart = { script: "run", option: "--again-by" };
    expect(fetchedWrapper("root", { ...program, restart }, {})).toContain(
      '"$root/usr/bin/tool" --again-by="$(dirname -- "$root")/run" "$@"',
    );
  });
});

describe("a wrapper of the machine's own program", () => {
  it("survives a quote in its path", () => {
    expect(machineWrapper("/opt/o'neill/tool")).toBe(`#!/bin/sh\nexec '/opt/o'\\''neill/tool' "$@"\n`);
  });
});
