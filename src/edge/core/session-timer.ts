import type { Timer } from "../clock.ts";
import type { Context } from "./context.ts";
import type { RunningSession } from "./dialog-progress.ts";
import { endByServer } from "./server-bye.ts";
import { refreshSession } from "./session-refresh.ts";
import { type SessionTerms, termsOfResponse } from "./session-terms.ts";
import type { Dialog } from "./state.ts";

const EXPIRED = { cause: 408, text: "Session timer expired" };
/** Refreshes are spread by up to this much around half the interval, but never by more than a tenth of it. */
const SPREAD_MS = 5_000;
/** A timer cannot be set for longer. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Begins a session's time anew on what a 2xx to an INVITE or UPDATE set (RFC 4028 10), or ends it where that
 * set nothing:
 *
 *   we refresh:    ──half the interval ± 5 s──► refresh ──2xx──► anew
 *                                                  └── refused, unanswered ──► BYE
 *   they refresh:  ──interval less a third, at most 32 s──► BYE
 *
 * `weSent` says whose request it was.
 */
export function keepTime(
  context: Context,
  dialog: Dialog,
  terms: SessionTerms | undefined,
  weSent: boolean,
): void {
  dialog.session?.stop();
  dialog.session = undefined;
  if (!terms || terms.seconds === 0 || !context.tables.dialogs.holds(dialog)) return;
  const weRefresh = (terms.refresher === "uac") === weSent;
  dialog.session = weRefresh
    ? refreshing(context, dialog, terms.seconds)
    : watching(context, dialog, terms.seconds);
}

/** They tried to refresh in time and were put off by us: they get the time to try again. */
export function waitForRefresh(context: Context, dialog: Dialog): void {
  const { session } = dialog;
  if (session && !session.weRefresh) {
    keepTime(context, dialog, { seconds: session.seconds, refresher: "uac" }, false);
  }
}

function watching(context: Context, dialog: Dialog, seconds: number): RunningSession {
  const ms = 1000 * (seconds - Math.min(32, seconds / 3));
  const end = context.clock.after(Math.min(ms, LONGEST_MS), () => endByServer(context, dialog, EXPIRED));
  return { seconds, weRefresh: false, stop: () => end.cancel() };
}

function refreshing(context: Context, dialog: Dialog, seconds: number): RunningSession {
  const { clock } = context;
  let stopped = false;
  let next: Timer = clock.after(halfTime(context, seconds), () => attempt(seconds));
  const end = clock.after(Math.min(1000 * seconds, LONGEST_MS), giveUp);
  function attempt(wanted: number): void {
    refreshSession(context, dialog, wanted, (result) => {
      if (stopped) return;
      if (result.type === "failed") return giveUp();
      if (result.type === "again") {
        next = clock.after(result.afterMs, () => attempt(result.seconds));
        return;
      }
      const running = { ...session, seconds: wanted };
      keepTime(context, dialog, termsOfResponse(result.by, { policy: "any", running }), true);
    });
  }
  function giveUp(): void {
    stop();
    endByServer(context, dialog, EXPIRED);
  }
  function stop(): void {
    stopped = true;
    next.cancel();
    end.cancel();
  }
  const session: RunningSession = { seconds, weRefresh: true, stop };
  return session;
}

function halfTime({ ids }: Context, seconds: number): number {
  const spread = Math.min(SPREAD_MS, 100 * seconds);
  const half = 500 * seconds + (ids.firstCSeq() % (2 * spread + 1)) - spread;
  return Math.min(half, LONGEST_MS);
}
