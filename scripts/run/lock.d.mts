/** A lock that this process holds until it releases it or dies. */
export interface HeldLock {
  readonly taken: true;
  /** Safe to repeat. */
  readonly release: () => void;
}

/** Whether the process that wrote `text` into its lock still runs. */
export function isHeld(text: string): boolean;

/** Takes the lock at `path`, or says which process holds it. */
export function takeLock(path: string): HeldLock | { readonly taken: false; readonly pid: number };

/** Takes the lock, waiting up to `withinMs` for its holder; `onWait` hears once who that is. Undefined: waited in vain. */
export function waitForLock(
  path: string,
  withinMs: number,
  onWait: (pid: number) => void,
): Promise<HeldLock | undefined>;
