import { describe, expect, it } from "vitest";
import { missingSonames, packageOf } from "./shared-libraries.ts";

const TRACE = `	linux-vdso.so.1 (0x00007f1d3e292000)
	libasteriskpj.so.2 => /tree/root/usr/lib/libasteriskpj.so.2 (0x00007f1d3dc56000)
	libxml2.so.16 => not found
	libssl.so.3 => /lib/x86_64-linux-gnu/libssl.so.3 (0x00007f1d3da4e000)
	libedit.so.2 => /tree/rooted/libedit.so.2 (0x00007f1d3d944000)
	/lib64/ld-linux-x86-64.so.2 => /tree/root/ld-linux-x86-64.so.2 (0x00007f1d3e294000)
`;

describe("the linker's trace", () => {
  it("names the libraries that are missing, and those that only the machine has", () => {
    expect(missingSonames(TRACE, "/tree/root")).toEqual(["libxml2.so.16", "libssl.so.3", "libedit.so.2"]);
  });

  it("names nothing when all is inside the tree", () => {
    expect(
      missingSonames("\tlibm.so.6 => /tree/root/libm.so.6 (0x00007f1d3d2ea000)\n", "/tree/root"),
    ).toEqual([]);
  });

  it("copes with spaces in the tree's path", () => {
    expect(missingSonames("\tlibm.so.6 => /a b/root/libm.so.6 (0x0007)\n", "/a b/root")).toEqual([]);
  });
});

describe("the package of a library", () => {
  const candidates = [
    "libxml2-utils",
    "libxml2-16",
    "libssl3t64",
    "zlib1g",
    "libpcap0.8t64",
    "libcap2-bin",
    "libcap2",
  ];
  const more = [
    "libpugixml1v5",
    "libxslt1.1",
    "libgcc-s1",
    "libstdc++6",
    "libsrtp2-1",
    "libpulse0",
    "libgsl28",
  ];

  it.each([
    ["libxml2.so.16", "libxml2-16"],
    ["libssl.so.3", "libssl3t64"],
    ["libcrypto.so.3", "libssl3t64"],
    ["libz.so.1", "zlib1g"],
    ["libpcap.so.0.8", "libpcap0.8t64"],
    ["libcap.so.2", "libcap2"],
    ["libpugixml.so.1", "libpugixml1v5"],
    ["libxslt.so.1", "libxslt1.1"],
    ["libgcc_s.so.1", "libgcc-s1"],
    ["libstdc++.so.6", "libstdc++6"],
    ["libsrtp2.so.1", "libsrtp2-1"],
    ["libpulse-simple.so.0", "libpulse0"],
    ["libgsl.so.28", "libgsl28"],
  ])("%s is found by Debian's naming rule in %s", (soname, name) => {
    expect(packageOf(soname, [...candidates, ...more])).toBe(name);
  });

  it.each(["libgsl.so.2", "libunheardof.so.1", "plugin.so"])("%s is found nowhere", (soname) => {
    expect(packageOf(soname, [...candidates, ...more])).toBeUndefined();
  });
});
