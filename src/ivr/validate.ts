import { type Exit, exitsOf, type Occasion, reachableNodes } from "./exits.ts";
import { type FlowFault, flowFault } from "./fault.ts";
import { type Flow, type FlowNode, nodeNamed } from "./flow.ts";
import { type Loop, loopsOf } from "./loops.ts";
import { validateHours } from "./validate-hours.ts";

/** Exits that take no time at all: nothing is said, nobody is waited for. */
const atOnce: ReadonlySet<Occasion> = new Set<Occasion>(["clock", "no-agents", "full", "closed"]);

/** Where a caller who never presses a key is led, as long as no queue takes the call. */
const unasked: ReadonlySet<Occasion> = new Set<Occasion>(["spoken", "silence", "clock"]);

/**
 * Everything wrong with a flow, in reading order; none means that it may be published. A flow without faults leads
 * every caller, even one who never presses a key, to a queue or to goodbye.
 */
export function validateFlow(flow: Flow): readonly FlowFault[] {
  return [
    ...startFaults(flow),
    ...Object.entries(flow.nodes).flatMap(([name, node]) => [
      ...exitsOf(flow, name).flatMap((exit) => exitFaults(flow, exit)),
      ...nodeFaults(`nodes.${name}`, node),
    ]),
    ...unreachableFaults(flow),
    ...loopsOf(flow, atOnce).map(spinningLoop),
    ...loopsOf(flow, unasked)
      .filter((loop) => !staysAtOnce(flow, loop))
      .map(endlessLoop),
  ];
}

function startFaults(flow: Flow): readonly FlowFault[] {
  if (nodeNamed(flow, flow.start) !== undefined) return [];
  return [
    flowFault(
      "start",
      "unknown-start",
      `起点“${flow.start}”不存在。请把 start 改成 nodes 里已有的节点名。`,
      `There is no node "${flow.start}" to start at. Let start name a node under nodes.`,
    ),
  ];
}

function exitFaults(flow: Flow, exit: Exit): readonly FlowFault[] {
  if (nodeNamed(flow, exit.to) !== undefined) return [];
  return [
    flowFault(
      exit.path,
      "unknown-node",
      `这里要去的节点“${exit.to}”不存在。请添加该节点，或改成已有的节点名。`,
      `This leads to "${exit.to}", which is no node. Add that node, or name one that exists.`,
    ),
  ];
}

function nodeFaults(path: string, node: FlowNode): readonly FlowFault[] {
  switch (node.do) {
    case "menu":
      return Object.keys(node.choices).length === 0 ? [menuWithoutChoices(path)] : [];
    case "hours":
      return validateHours(node, path);
    case "queue":
    case "play":
    case "goodbye":
      return [];
  }
}

function menuWithoutChoices(path: string): FlowFault {
  return flowFault(
    `${path}.choices`,
    "menu-without-choices",
    "菜单没有任何按键可选。请至少添加一个按键，或把它改成 play 节点。",
    "The menu offers no choice. Add at least one key, or make it a play node.",
  );
}

function unreachableFaults(flow: Flow): readonly FlowFault[] {
  // Without a start everything is out of reach; saying so node by node would only hide the real fault.
  if (nodeNamed(flow, flow.start) === undefined) return [];
  const reachable = reachableNodes(flow);
  return Object.keys(flow.nodes)
    .filter((name) => !reachable.has(name))
    .map((name) =>
      flowFault(
        `nodes.${name}`,
        "unreachable-node",
        `没有任何通话能走到节点“${name}”。请让某个节点通向它，或删除它。`,
        `No call can get to the node "${name}". Let another node lead to it, or remove it.`,
      ),
    );
}

function staysAtOnce(flow: Flow, { nodes, cut }: Loop): boolean {
  return !cut && nodes.every((name) => nodeNamed(flow, name)?.do === "hours");
}

function spinningLoop(loop: Loop): FlowFault {
  return flowFault(
    loop.closing.path,
    "spinning-loop",
    `通话会在 ${wayRound(loop)} 之间空转：既不放音也不等待。请让其中一个节点通向 play、menu 或 goodbye。`,
    `A call would spin: ${wayRound(loop)}, with nothing said and nobody waited for. Let one of these nodes lead to a play, menu or goodbye node instead.`,
  );
}

function endlessLoop(loop: Loop): FlowFault {
  return flowFault(
    loop.closing.path,
    "endless-loop",
    `不按键的来电者会永远在 ${wayRound(loop)} 之间打转。请让其中一个节点通向 queue 或 goodbye。`,
    `A caller who presses no key would go round for ever: ${wayRound(loop)}. Let one of these nodes lead to a queue or goodbye node instead.`,
  );
}

function wayRound({ nodes, cut, closing }: Loop): string {
  return [...nodes, ...(cut ? ["…"] : []), closing.to].join(" → ");
}
