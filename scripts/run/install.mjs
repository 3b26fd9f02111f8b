// Brings node_modules in line with package-lock.json, once, whoever asks first.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { waitForLock } from "./lock.mjs";

const WAIT_MS = 15 * 60 * 1000;

/** What node_modules must carry to belong to this lock file on this platform. */
export function stampOf(lockText, platform, arch) {
  return createHash("sha256").update(`${platform}-${arch}\n${lockText}`).digest("hex");
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** Runs `npm ci` unless node_modules already belongs to the lock file. Returns an error text, or undefined. */
export async function ensureInstalled(root) {
  const lockText = read(join(root, "package-lock.json"));
  if (lockText === undefined) return "package-lock.json is missing: this is not a whole copy of the project.";
  const wanted = stampOf(lockText, process.platform, process.arch);
  const stamp = join(root, "node_modules", ".fivenines-installed");
  if (read(stamp) === wanted) return undefined;

  const lock = await waitForLock(join(root, ".fivenines", "install.lock"), WAIT_MS, (pid) =>
    process.stderr.write(`Packages: process ${pid} is installing them, waiting for it ...\n`),
  );
  if (lock === undefined)
    return "another process has been installing packages for 15 minutes; end it and try again.";
  try {
    if (read(stamp) === wanted) return undefined;
    const failure = await runNpmCi(root);
    // npm ci begins by deleting node_modules and so the old stamp: a stamp always means a finished install.
    if (failure === undefined) writeFileSync(stamp, wanted);
    return failure;
  } finally {
    lock.release();
  }
}

/** The npm that started us, else the one on the PATH. */
function npmCommand() {
  const script = process.env.npm_execpath;
  return script?.endsWith(".js") ? [process.execPath, script] : ["npm"];
}

async function runNpmCi(root) {
  const folder = join(root, ".fivenines", "log");
  const logFile = join(folder, "npm-ci.log");
  mkdirSync(folder, { recursive: true });
  const log = openSync(logFile, "w");
  const [command, ...first] = npmCommand();
  // NODE_ENV=production or a user's "omit" setting must not leave out what the checks and the bundled Node need.
  const args = [
    ...first,
    "ci",
    "--include=dev",
    "--include=optional",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ];
  const stop = showProgress("Packages: npm ci");
  const code = await new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ["ignore", log, log],
      shell: process.platform === "win32",
    });
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? code));
  });
  closeSync(log);
  stop(code === 0 ? "done" : "failed");
  if (code === 0) return undefined;
  const tail = (read(logFile) ?? "").trimEnd().split("\n").slice(-15).join("\n");
  return `npm ci failed (${code}). Its last words:\n${tail}\nThe npm registry must be reachable; the whole log is ${logFile}.`;
}

/** A line that shows the seconds pass: rewritten on a terminal, else printed now and again. */
function showProgress(label) {
  const from = Date.now();
  const seconds = () => `${Math.round((Date.now() - from) / 1000)} s`;
  const live = process.stderr.isTTY === true;
  process.stderr.write(live ? label : `${label} ...\n`);
  const timer = setInterval(
    () => process.stderr.write(live ? `\r\x1b[K${label} ${seconds()}` : `${label} ${seconds()}\n`),
    live ? 1000 : 10_000,
  );
  return (outcome) => {
    clearInterval(timer);
    process.stderr.write(`${live ? "\r\x1b[K" : ""}${label} ${outcome}, ${seconds()}\n`);
  };
}
