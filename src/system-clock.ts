import type { Clock } from "./dispatch/index.ts";

/** setTimeout's longest delay; a later wake takes several hops. */
const longestDelayMs = 2 ** 31 - 1;

/** The machine's own time. */
export const systemClock = {
  now: () => Date.now(),

  wakeAt(at: number, wake: () => void): () => void {
    let timer: NodeJS.Timeout;
    const arm = () => {
      const delay = Math.max(0, at - Date.now());
      timer = delay > longestDelayMs ? setTimeout(arm, longestDelayMs) : setTimeout(wake, delay);
    };
    arm();
    return () => clearTimeout(timer);
  },

  /** Resolves after that many milliseconds; does not keep the process alive. */
  pause: (milliseconds: number) =>
    new Promise<void>((resolve) => {
      setTimeout(resolve, milliseconds).unref();
    }),
} satisfies Clock & { pause(milliseconds: number): Promise<void> };
