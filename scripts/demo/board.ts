import type { AgentView } from "../../src/dispatch/index.ts";
import type { CentreView } from "./centre-view.ts";
import type { Tally } from "./tally.ts";

/** Where the demo stands in time; seconds. */
export interface Moment {
  readonly elapsed: number;
  readonly total: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The live board, line by line. */
export function renderBoard(
  operator: string,
  centres: readonly CentreView[],
  tally: Tally,
  moment: Moment,
): string[] {
  const clock = `${Math.min(Math.floor(moment.elapsed), moment.total)} / ${moment.total} s`;
  const waits = `等待 waits  p50 ${seconds(tally.waitPercentile(50))}  p95 ${seconds(tally.waitPercentile(95))}`;
  return [
    `Fivenines · ${operator}   ${clock}   ${waits}`,
    ...centres.flatMap((centre) => ["", ...renderCentre(centre, moment.now)]),
  ];
}

/** One line that says as much as fits, for where no terminal shows the board. */
export function renderLine(centres: readonly CentreView[], moment: Moment): string {
  const parts = centres.map(
    ({ number, arrived, answered, waiting }) =>
      `${number}: ${arrived} calls, ${waiting} waiting, ${answered} answered`,
  );
  return `${Math.floor(moment.elapsed)} s  ${parts.join("  |  ")}`;
}

function renderCentre(centre: CentreView, now: number): string[] {
  const { name, number, arrived, waiting, answered, calls } = centre;
  const counts = `来电 calls ${arrived}   等待 waiting ${waiting}   已接 answered ${answered}`;
  const waitingCalls = [...calls.values()]
    .filter(({ at }) => at !== "talking")
    .map(({ caller, at, queuedAt, arrivedAt }) => {
      const where = at === "queued" ? "排队 queue" : "语音 menu ";
      return `   ${pad(caller, 14)}${where} ${seconds(now - (queuedAt ?? arrivedAt))}`;
    });
  return [
    `${pad(name, 18)}${pad(number, 8)}${counts}`,
    ...centre.agents.map(
      (agent) =>
        `   ${pad(agent.name, 10)}${pad(stateInWords(agent.state.at), 20)}${talksTo(centre, agent.state)}`,
    ),
    ...waitingCalls,
  ];
}

function talksTo({ calls }: CentreView, state: AgentView["state"]): string {
  const isOnCall = (state.at === "talking" || state.at === "reserved") && "call" in state;
  return isOnCall ? `← ${calls.get(state.call)?.caller ?? ""}` : "";
}

const words: Readonly<Record<AgentView["state"]["at"], string>> = {
  "logged-out": "签出 logged out",
  "not-ready": "示忙 not ready",
  ready: "就绪 ready",
  reserved: "振铃 ringing",
  talking: "通话 talking",
  "wrap-up": "话后 wrap-up",
};

function stateInWords(at: AgentView["state"]["at"]): string {
  return words[at];
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}

/** Pads to columns of a terminal, where a Chinese character takes two. */
function pad(text: string, columns: number): string {
  const wide = text.match(/[\p{Script=Han}\u3000-\u303f\uff00-\uff60]/gu)?.length ?? 0;
  return text.padEnd(Math.max(text.length + 1, columns - wide));
}
