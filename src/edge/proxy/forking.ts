import { bestOf, type Final, isChallenge } from "./best-response.ts";

/** More targets than this are not tried for one request, redirections included. */
export const MOST_BRANCHES = 32;

/** One place to try. */
export interface Goal {
  readonly uri: string;
  /** Named by a 3xx, which asks for its own URI as Request-URI. */
  readonly redirected: boolean;
}

/**
 * How the search for somebody who takes a request stands (RFC 3261 16.7):
 *
 *            ┌─────────┐ 2xx: forward it, cancel the others      ┌─────┐ 2xx: forward
 *   begun ──►│ looking ├────────────────────────────────────────►│ won │
 *            └─┬──┬──┬─┘                  ┌─────────┐ 2xx        └──▲──┘
 *              │  │  └─ 6xx: cancel all ─►│ closing ├───────────────┘
 *              │  │                       └─┬─────┬─┘
 *              │  └── all have refused ─────┼──┐  │ all are over: forward the best
 *              │ CANCEL: cancel all  CANCEL │ ┌▼──▼──┐
 *              │          ┌───────────┐     │ │ lost │ 2xx: end its call
 *              └─────────►│ cancelled │◄────┘ └──────┘
 *                         └───────────┘ 2xx: end its call
 *
 * In serial order a 401 or 407 is forwarded at once: no other target could make up for the credentials.
 */
export interface Forking<Response> {
  readonly phase: "looking" | "closing" | "cancelled" | "won" | "lost";
  readonly order: "serial" | "parallel";
  readonly waiting: readonly Goal[];
  /** All goals begun; a branch is named by its place here. */
  readonly goals: readonly Goal[];
  /** Branches that have not answered finally. */
  readonly open: readonly number[];
  readonly finals: readonly Final<Response>[];
  readonly finished: boolean;
}

/** What happens to a search. Only final responses carry more than their branch. */
export type ForkingEvent<Response> =
  | { readonly type: "begun" }
  | { readonly type: "ringing"; readonly response: Response }
  | { readonly type: "accepted"; readonly branch: number; readonly response: Response }
  /** `more` are the redirections to be followed; `response` is undefined where nothing else was in it. */
  | {
      readonly type: "refused";
      readonly final: Omit<Final<Response>, "response"> & { readonly response: Response | undefined };
      readonly more: readonly Goal[];
    }
  /** The branch is given no more time; `final` stands for its answer. */
  | { readonly type: "given-up"; readonly final: Final<Response> }
  | { readonly type: "cancelled" };

/** What is to be done about it, in order. */
export type ForkingCommand<Response> =
  | { readonly do: "try"; readonly branch: number; readonly goal: Goal }
  | {
      readonly do: "cancel";
      readonly branch: number;
      readonly because: "answered" | "refused" | "late" | "asked";
    }
  | { readonly do: "forward"; readonly response: Response }
  /** A 2xx that the caller can no longer be told of. */
  | { readonly do: "end-call"; readonly branch: number; readonly response: Response }
  /** All are over; `again` are the goals to try again if this was a challenge. */
  | {
      readonly do: "settle";
      readonly best: Final<Response> | undefined;
      readonly finals: readonly Final<Response>[];
      readonly again: readonly Goal[];
    }
  /** No branch is open any more. Comes once. */
  | { readonly do: "finish" };

type Step<Response> = readonly [next: Forking<Response>, commands: readonly ForkingCommand<Response>[]];

/** A search that has not begun. Goals beyond the limit are left out. */
export function search<Response>(
  order: Forking<Response>["order"],
  goals: readonly Goal[],
): Forking<Response> {
  const waiting = goals.slice(0, MOST_BRANCHES);
  return { phase: "looking", order, waiting, goals: [], open: [], finals: [], finished: false };
}

/** Moves a search by one event. What comes late or twice changes nothing. */
export function step<Response>(state: Forking<Response>, event: ForkingEvent<Response>): Step<Response> {
  switch (event.type) {
    case "begun":
      return goOn(state, []);
    case "ringing":
      return state.phase === "looking" ? [state, [{ do: "forward", response: event.response }]] : [state, []];
    case "accepted":
      return accepted(state, event.branch, event.response);
    case "refused":
      return refused(state, event.final, event.more);
    case "given-up":
      return givenUp(state, event.final);
    case "cancelled":
      return cancelled(state);
  }
}

function accepted<R>(state: Forking<R>, branch: number, response: R): Step<R> {
  const open = state.open.filter((other) => other !== branch);
  if (state.phase === "cancelled" || state.phase === "lost") {
    return goOn({ ...state, open }, [{ do: "end-call", branch, response }]);
  }
  const losers = state.phase === "won" ? [] : cancels<R>(open, "answered");
  return goOn({ ...state, phase: "won", waiting: [], open }, [{ do: "forward", response }, ...losers]);
}

function refused<R>(
  state: Forking<R>,
  final: Omit<Final<R>, "response"> & { readonly response: R | undefined },
  more: readonly Goal[],
): Step<R> {
  if (!state.open.includes(final.branch)) return [state, []];
  const { response } = final;
  const next: Forking<R> = {
    ...state,
    open: state.open.filter((other) => other !== final.branch),
    finals: response === undefined ? state.finals : [...state.finals, { ...final, response }],
  };
  if (next.phase !== "looking") return goOn(next, []);
  if (final.status >= 600) {
    return goOn({ ...next, phase: "closing", waiting: [] }, cancels(next.open, "refused"));
  }
  if (isChallenge(final.status) && next.order === "serial") return settle(next, next.open);
  return goOn({ ...next, waiting: [...fresh(next, more), ...next.waiting] }, []);
}

/** Redirections nobody has tried yet, as many as may still be tried. */
function fresh<R>({ goals, waiting }: Forking<R>, more: readonly Goal[]): readonly Goal[] {
  const known = new Set([...goals, ...waiting].map(({ uri }) => uri));
  return more.filter(({ uri }) => !known.has(uri)).slice(0, Math.max(0, MOST_BRANCHES - known.size));
}

function givenUp<R>(state: Forking<R>, final: Final<R>): Step<R> {
  if (!state.open.includes(final.branch)) return [state, []];
  const open = state.open.filter((other) => other !== final.branch);
  return goOn({ ...state, open, finals: [...state.finals, final] }, cancels([final.branch], "late"));
}

/** The caller has its answer already. */
function cancelled<R>(state: Forking<R>): Step<R> {
  if (state.phase !== "looking" && state.phase !== "closing") return [state, []];
  return goOn({ ...state, phase: "cancelled", waiting: [] }, cancels(state.open, "asked"));
}

function cancels<R>(
  branches: readonly number[],
  because: "answered" | "refused" | "late" | "asked",
): ForkingCommand<R>[] {
  return branches.map((branch) => ({ do: "cancel", branch, because }));
}

/** Tries who is next, or comes to an end. */
function goOn<R>(state: Forking<R>, commands: readonly ForkingCommand<R>[]): Step<R> {
  if (state.phase === "looking" && state.waiting.length > 0) {
    if (state.order === "parallel") return tryAll(state, state.waiting, commands);
    if (state.open.length === 0) return tryAll(state, state.waiting.slice(0, 1), commands);
  }
  if (state.open.length > 0 || state.finished) return [state, commands];
  if (state.phase === "looking" || state.phase === "closing") return settle(state, [], commands);
  return [{ ...state, finished: true }, [...commands, { do: "finish" }]];
}

function tryAll<R>(
  state: Forking<R>,
  chosen: readonly Goal[],
  commands: readonly ForkingCommand<R>[],
): Step<R> {
  const first = state.goals.length;
  const branches = chosen.map((goal, nth) => ({ do: "try", branch: first + nth, goal }) as const);
  const next = {
    ...state,
    waiting: state.waiting.slice(chosen.length),
    goals: [...state.goals, ...chosen],
    open: [...state.open, ...branches.map(({ branch }) => branch)],
  };
  return [next, [...commands, ...branches]];
}

function settle<R>(
  state: Forking<R>,
  open: readonly number[],
  before: readonly ForkingCommand<R>[] = [],
): Step<R> {
  const best = bestOf(state.finals);
  const { finals, goals, waiting, order } = state;
  const challengers = finals.filter(({ status }) => isChallenge(status)).map(({ branch }) => goals[branch]);
  const again = [...challengers.filter((goal) => goal !== undefined), ...(order === "serial" ? waiting : [])];
  const next: Forking<R> = { ...state, phase: "lost", waiting: [], open, finished: open.length === 0 };
  const end: readonly ForkingCommand<R>[] = next.finished ? [{ do: "finish" }] : [];
  return [next, [...before, { do: "settle", best, finals, again }, ...end]];
}
