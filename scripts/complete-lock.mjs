// Adds to package-lock.json the optional platform packages that npm left out, after an `npm install`.
//
// npm writes no entry for an optional package that it could not find in the registry at hand, and `npm ci` of npm 11
// then refuses the lock as incomplete (npm/cli 9846). The entries added here carry version, os and cpu: enough
// for npm to see that the package is for another platform, and to fetch it by version where it is for this one.
import { readFileSync, writeFileSync } from "node:fs";

const OPERATING_SYSTEMS = new Map(
  ["win32", "darwin", "linux", "android", "freebsd", "openharmony"].map((name) => [name, name]),
)
  .set("windows", "win32")
  .set("win", "win32");
const PROCESSORS = new Set(["arm64", "x64", "ia32", "arm", "ppc64", "riscv64", "s390x", "loong64"]);
const EXACT_VERSION = /^\d+\.\d+\.\d+/;

/** Finds `name` as a package at lock path `from` would: in its own node_modules, then in each one above. */
function isLocked(packages, from, name) {
  for (let base = from; ; base = base.slice(0, Math.max(base.lastIndexOf("/node_modules/"), 0))) {
    if (packages[`${base === "" ? "" : `${base}/`}node_modules/${name}`] !== undefined) return true;
    if (base === "") return false;
  }
}

/** A package's entry, its platform read from its name: "@scope/tool-linux-arm64-musl". */
function entryFor(name, version, isDev) {
  const words = name.split(/[-/]/);
  const cpu = words.find((word) => PROCESSORS.has(word));
  const os = words.map((word) => OPERATING_SYSTEMS.get(word)).find(Boolean);
  return {
    version,
    ...(cpu && { cpu: [cpu] }),
    ...(isDev && { dev: true }),
    ...(words.includes("musl") && { libc: ["musl"] }),
    optional: true,
    ...(os && { os: [os] }),
  };
}

/** The lock's packages with the missing optional ones added, sorted as npm sorts them; and the names added. */
function completed(packages) {
  const all = { ...packages };
  const added = [];
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isLocked(all, path, name) || !EXACT_VERSION.test(version)) continue;
      all[`node_modules/${name}`] = entryFor(name, version, entry.dev === true);
      added.push(name);
    }
  }
  const sorted = Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1));
  return { packages: Object.fromEntries(sorted), added };
}

const file = process.argv[2] ?? "package-lock.json";
const lock = JSON.parse(readFileSync(file, "utf8"));
const { packages, added } = completed(lock.packages);
if (added.length > 0) writeFileSync(file, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
process.stdout.write(
  `${added.length} optional packages added${added.length > 0 ? `: ${added.join(", ")}` : ""}\n`,
);
