import type { AgentState } from "./agent.ts";
import type { RoutingCommand } from "./command.ts";

/** For tests: one command in one line. */
export function commandInShort(command: RoutingCommand): string {
  switch (command.do) {
    case "offer":
      return `offer ${command.reservation} to ${command.agent}`;
    case "withdraw":
    case "drop-late-answer":
      return `${command.do} ${command.reservation}`;
    case "connect":
      return `connect ${command.call} with ${command.agent}`;
    case "give-up":
      return `give up ${command.call}: ${command.why}${command.goesTo === "hang-up" ? ", hang up" : ""}`;
    case "note-overflow":
      return `${command.call} overflows from ${command.from} to ${command.to}: ${command.why}`;
    case "note-step":
      return `${command.call} at step ${command.step}`;
    case "note-offer-ended":
      return `${command.reservation} ended ${command.outcome}`;
    case "note-agent":
      return `${command.agent} is ${command.state.at}${reasonOf(command.state)}`;
  }
}

function reasonOf(state: AgentState): string {
  return state.at === "not-ready" ? ` (${state.reason})` : "";
}
