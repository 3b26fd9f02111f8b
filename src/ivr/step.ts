import { isOpen } from "../calendar/index.ts";
import type { OverflowCause } from "../routing/index.ts";
import { type Flow, type FlowNode, nodeNamed, type Say } from "./flow.ts";
import { spoken } from "./utterances.ts";
import type { Walk, WalkCommand, WalkEvent } from "./walk.ts";

type Step = readonly [next: Walk, commands: readonly WalkCommand[]];
type Play = Extract<FlowNode, { do: "play" }>;
type Menu = Extract<FlowNode, { do: "menu" }>;
type Queue = Extract<FlowNode, { do: "queue" }>;
type Speaking = Extract<Walk, { at: "speaking" }>;
type Listening = Extract<Walk, { at: "listening" }>;
type Queued = Extract<Walk, { at: "queued" }>;

const over: Step = [{ at: "done" }, [{ do: "hang-up" }]];

/**
 * Moves one call through its flow by one event. Without a walk, whatever the event, the call enters at the start. An
 * event that does not concern the present stage changes nothing. The flow is taken to be without faults; where one
 * leads nowhere all the same, the call is hung up rather than left in silence.
 */
export function stepWalk(flow: Flow, walk: Walk | undefined, event: WalkEvent): Step {
  if (walk === undefined) return goTo(flow, flow.start, event.at);
  switch (walk.at) {
    case "speaking":
      return whileSpeaking(flow, walk, event);
    case "listening":
      return whileListening(flow, walk, event);
    case "queued":
      return whileQueued(flow, walk, event);
    case "done":
      return [walk, []];
  }
}

/** When the walk next needs `time-passed`, in epoch milliseconds. Undefined: it waits for something else. */
export function walkDeadline(walk: Walk): number | undefined {
  return walk.at === "listening" ? walk.until : undefined;
}

function whileSpeaking(flow: Flow, walk: Speaking, event: WalkEvent): Step {
  const node = nodeNamed(flow, walk.node);
  switch (node?.do) {
    case "play":
      return whilePlaying(flow, node, walk, event);
    case "goodbye":
      return event.type === "prompts-finished" ? over : [walk, []];
    case "menu":
      return whileMenuSpeaks(flow, node, walk, event);
    case "hours":
    case "queue":
    case undefined:
      return over;
  }
}

/** Who knows the menu that comes next need not hear out what is said before it. */
function whilePlaying(flow: Flow, play: Play, walk: Speaking, event: WalkEvent): Step {
  if (event.type === "prompts-finished") return goTo(flow, play.next, event.at);
  if (event.type !== "digit-pressed") return [walk, []];
  const ahead = nodeNamed(flow, pastHours(flow, play.next, event.at) ?? "");
  const chosen = ahead?.do === "menu" ? choiceOf(ahead, event.digit) : undefined;
  return chosen === undefined ? [walk, []] : interrupt(goTo(flow, chosen, event.at));
}

function whileMenuSpeaks(flow: Flow, menu: Menu, walk: Speaking, event: WalkEvent): Step {
  if (event.type === "prompts-finished") {
    return [{ ...walk, at: "listening", until: event.at + menu.waitSeconds * 1_000 }, []];
  }
  if (event.type !== "digit-pressed") return [walk, []];
  return interrupt(judge(flow, menu, walk, event));
}

function interrupt([next, commands]: Step): Step {
  return [next, [{ do: "stop-playing" }, ...commands]];
}

function whileListening(flow: Flow, walk: Listening, event: WalkEvent): Step {
  const menu = nodeNamed(flow, walk.node);
  if (menu?.do !== "menu") return over;
  if (event.type === "digit-pressed") return judge(flow, menu, walk, event);
  if (event.type === "time-passed" && event.at >= walk.until) {
    return askAgain(flow, menu, walk, event, menu.onTimeout);
  }
  return [walk, []];
}

function judge(
  flow: Flow,
  menu: Menu,
  walk: Speaking | Listening,
  event: Extract<WalkEvent, { type: "digit-pressed" }>,
): Step {
  const chosen = choiceOf(menu, event.digit);
  if (chosen !== undefined) return goTo(flow, chosen, event.at);
  return askAgain(flow, menu, walk, event, menu.onWrongDigit);
}

function choiceOf(menu: Menu, digit: string): string | undefined {
  return Object.hasOwn(menu.choices, digit) ? menu.choices[digit] : undefined;
}

function askAgain(
  flow: Flow,
  menu: Menu,
  walk: Speaking | Listening,
  { at }: WalkEvent,
  why: Say | undefined,
): Step {
  if (walk.attempt >= menu.attempts) return goTo(flow, menu.otherwise, at);
  const utterances = [...(why === undefined ? [] : spoken(why)), ...spoken(menu.say)];
  return [{ at: "speaking", node: walk.node, attempt: walk.attempt + 1 }, [{ do: "play", utterances }]];
}

function whileQueued(flow: Flow, walk: Queued, event: WalkEvent): Step {
  const queue = nodeNamed(flow, walk.node);
  if (queue?.do !== "queue") return over;
  if (event.type !== "queue-gave-up") return [walk, []];
  const target = exitFor(queue, event.why);
  return target === undefined ? over : goTo(flow, target, event.at);
}

function exitFor(queue: Queue, why: OverflowCause): string | undefined {
  switch (why) {
    case "maximum-wait":
      return queue.onMaximumWait;
    case "maximum-waiting":
      return queue.onMaximumWaiting;
    case "closed":
      return queue.onClosed;
    case "no-agents":
      return queue.onNoAgents;
  }
}

function goTo(flow: Flow, target: string, at: number): Step {
  const name = pastHours(flow, target, at);
  const node = name === undefined ? undefined : nodeNamed(flow, name);
  if (name === undefined || node === undefined || node.do === "hours") return over;
  if (node.do === "queue") return [{ at: "queued", node: name }, [queueCommand(node)]];
  return [{ at: "speaking", node: name, attempt: 1 }, [{ do: "play", utterances: spoken(node.say) }]];
}

/** Follows hours nodes to the first node of another kind. Undefined: they only lead round to one another. */
function pastHours(flow: Flow, target: string, at: number): string | undefined {
  const passed = new Set<string>();
  let name = target;
  for (let node = nodeNamed(flow, name); node?.do === "hours"; node = nodeNamed(flow, name)) {
    if (passed.has(name)) return undefined;
    passed.add(name);
    name = isOpen(node, at) ? node.open : node.closed;
  }
  return name;
}

function queueCommand({ queue, priority, preferred, maximumWaitSeconds, onNoAgents }: Queue): WalkCommand {
  return {
    do: "queue",
    queue,
    priority,
    ...(preferred === undefined ? {} : { preferred }),
    ...(maximumWaitSeconds === undefined ? {} : { maximumWaitSeconds }),
    needsAgents: onNoAgents !== undefined,
  };
}
