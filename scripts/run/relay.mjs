// Runs a program for the person at the terminal and passes their signals on, each once.
import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { constants as osConstants } from "node:os";
import { delimiter, join } from "node:path";

/** Ctrl-C reaches us from the terminal and once more through npm; a second press within this time is no human's. */
const SAME_PRESS_MS = 400;

function onPath(name) {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/** Where the kernel can, the program is told to stop when we are killed outright. */
function boundToUs(command, args) {
  const setpriv = process.platform === "linux" ? onPath("setpriv") : undefined;
  return setpriv === undefined ? [command, args] : [setpriv, ["--pdeathsig", "TERM", command, ...args]];
}

/** Runs `command` and resolves with the exit code to end with. */
export function relay(command, args, env) {
  const [program, all] = boundToUs(command, args);
  // A session of its own: the terminal's Ctrl-C then reaches it only through us, not once per process.
  const child = spawn(program, all, { stdio: "inherit", env, detached: process.platform !== "win32" });
  const passedAt = new Map();
  const pass = (signal) => {
    const now = Date.now();
    if (now - (passedAt.get(signal) ?? 0) < SAME_PRESS_MS) return;
    passedAt.set(signal, now);
    child.kill(signal);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, pass);
  if (process.platform !== "win32") process.on("SIGWINCH", () => child.kill("SIGWINCH"));
  const watch = watchNpm(() => pass("SIGTERM"));
  return new Promise((resolve) => {
    const end = (code) => {
      clearInterval(watch);
      resolve(code);
    };
    child.once("error", (error) => {
      process.stderr.write(`${program}: ${error.message}\n`);
      end(1);
    });
    child.once("exit", (code, signal) =>
      end(signal ? 128 + (osConstants.signals[signal] ?? 0) : (code ?? 1)),
    );
  });
}

/** npm killed outright passes nothing on; our parent then changes. Run by hand, a parent may leave as it likes. */
function watchNpm(onGone) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  return setInterval(() => {
    if (process.ppid !== parent) onGone();
  }, 1000).unref();
}
