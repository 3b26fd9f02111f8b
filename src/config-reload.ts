import type { Log } from "./dispatch/index.ts";

/** Takes a changed configuration up, again and again. */
export interface ConfigReload {
  /** Takes it up for the first time; rejects when that fails. */
  first(): Promise<void>;
  /** A change was told of: read it and take it up, after any that is under way. */
  changed(): void;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
}

/**
 * One take-up after the other, so that an older configuration never follows a newer one. One that fails is logged and
 * leaves the configuration before it in force.
 */
export function reloadInTurn(takeUp: () => Promise<void>, log: Log): ConfigReload {
  let last = Promise.resolve();
  const takeUpOrKeep = async (): Promise<void> => {
    try {
      await takeUp();
    } catch (error) {
      log.error({ error }, "the changed configuration was not taken up; the one before stays in force");
    }
  };
  return {
    first: () => {
      const first = takeUp();
      last = first.catch(() => undefined);
      return first;
    },
    changed: () => {
      last = last.then(takeUpOrKeep);
    },
    settled: () => last,
  };
}
