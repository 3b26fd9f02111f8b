/** A shared library that a program asks for and that the fetched tree does not hold. */
export type Soname = string;

/**
 * The sonames in the dynamic linker's trace that are missing from `root`. One found elsewhere on the machine counts as
 * missing too: another release's library beside ours is how programs come to crash.
 * Lines read "libxml2.so.16 => not found" or "libssl.so.3 => /path/libssl.so.3 (0x…)"; the linker itself and the
 * kernel's vdso have no such pair or do not matter.
 */
export function missingSonames(trace: string, root: string): Soname[] {
  const missing = new Set<Soname>();
  for (const line of trace.split("\n")) {
    const [, soname, place] = /^\s*(\S+) => (not found|.+?)(?: \(0x[0-9a-f]+\))?$/.exec(line) ?? [];
    if (soname === undefined || place === undefined || /(^|\/)ld-linux/.test(soname)) continue;
    if (!place.startsWith(`${root}/`)) missing.add(soname);
  }
  return [...missing];
}

/** Libraries whose package is not named after them. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ["libz", "zlib"],
  ["libcrypto", "libssl"],
  ["libpulse-simple", "libpulse"],
  ["libpulse", "libpulse"],
  ["libplc", "libnspr"],
  ["libplds", "libnspr"],
]);

/**
 * The package among `candidates` that should hold a library, by Debian's naming rule: libfoo.so.2 is in libfoo2,
 * libfoo2.so.1 in libfoo2-1, and a suffix may tell a change of binary interface (libssl3t64, libpugixml1v5).
 * Undefined where the rule finds none: then all dependencies have to be looked at.
 */
export function packageOf(soname: Soname, candidates: Iterable<string>): string | undefined {
  const parts = /^(.+?)\.so\.([\d.]+)$/.exec(soname);
  if (parts === null) return undefined;
  const [, library = "", version = ""] = parts;
  const base = OTHER_NAMES.get(library) ?? library.toLowerCase().replaceAll("_", "-");
  const pattern = new RegExp(`^${escaped(base)}-?${escaped(version)}(\\.\\d+)*(t64|v5|[a-z])?(t64)?$`);
  return [...candidates].find((name) => pattern.test(name));
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
