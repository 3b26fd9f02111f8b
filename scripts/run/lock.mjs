// A lock between processes: a file naming the process that holds it. A holder that has died holds nothing.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * When the process began, in clock ticks since boot; with the pid it names one process for ever. Undefined off Linux,
 * and "dead" for one that has ended and only waits for its parent to hear of it.
 */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? "dead" : fields[19];
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Whether the process that wrote `text` into its lock still runs. */
export function isHeld(text) {
  const [pid, start] = text.trim().split(" ");
  if (!/^\d+$/.test(pid) || !isAlive(Number(pid))) return false;
  const now = startOf(pid);
  return now !== "dead" && (start === undefined || now === undefined || start === now);
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** Moves a dead holder's lock aside. Of several that try, one succeeds; a lock taken meanwhile is put back. */
function clear(path, stale) {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
    if (read(aside) !== stale) linkSync(aside, path);
  } catch {
    // Someone else was faster: the next look at the lock decides.
  }
  rmSync(aside, { force: true });
}

/** Takes the lock at `path`, or says which process holds it. */
export function takeLock(path) {
  const mine = `${process.pid} ${startOf(process.pid) ?? ""}`.trim();
  const draft = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  for (;;) {
    writeFileSync(draft, mine);
    try {
      // A link appears whole or not at all, so nobody ever reads half a lock.
      linkSync(draft, path);
      return {
        taken: true,
        release: () => {
          if (read(path) === mine) rmSync(path, { force: true });
        },
      };
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    } finally {
      rmSync(draft, { force: true });
    }
    const holder = read(path);
    if (holder === undefined) continue;
    if (isHeld(holder)) return { taken: false, pid: Number.parseInt(holder, 10) };
    clear(path, holder);
  }
}

/** Takes the lock, waiting up to `withinMs` for its holder; `onWait` hears once who that is. Undefined: waited in vain. */
export async function waitForLock(path, withinMs, onWait) {
  const until = Date.now() + withinMs;
  for (let told = false; ; ) {
    const lock = takeLock(path);
    if (lock.taken) return lock;
    if (Date.now() > until) return undefined;
    if (!told) onWait(lock.pid);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
