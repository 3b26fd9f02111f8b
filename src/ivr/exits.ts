import { type Flow, type FlowNode, nodeNamed } from "./flow.ts";

/**
 * What makes a call take an exit: the prompts were heard, a key, no (good) key, the clock, a wait that was too long, or
 * a queue that nobody can serve, that is full or that is closed.
 */
export type Occasion = "spoken" | "digit" | "silence" | "clock" | "waited" | "no-agents" | "full" | "closed";

/** One way from a node to another. `path` says where in the flow it is written, such as `nodes.menu.choices.1`. */
export interface Exit {
  readonly path: string;
  readonly to: string;
  readonly on: Occasion;
}

/** All ways out of a node, in the order they are written. A node that is not in the flow has none. */
export function exitsOf(flow: Flow, name: string): readonly Exit[] {
  const node = nodeNamed(flow, name);
  if (node === undefined) return [];
  return waysOut(node).flatMap(([field, to, on]) =>
    to === undefined ? [] : [{ path: `nodes.${name}.${field}`, to, on }],
  );
}

type WayOut = readonly [field: string, to: string | undefined, on: Occasion];

function waysOut(node: FlowNode): readonly WayOut[] {
  switch (node.do) {
    case "play":
      return [["next", node.next, "spoken"]];
    case "menu":
      return [
        ...Object.entries(node.choices).map(([digit, to]): WayOut => [`choices.${digit}`, to, "digit"]),
        ["otherwise", node.otherwise, "silence"],
      ];
    case "hours":
      return [
        ["open", node.open, "clock"],
        ["closed", node.closed, "clock"],
      ];
    case "queue":
      return [
        ["onMaximumWait", node.onMaximumWait, "waited"],
        ["onMaximumWaiting", node.onMaximumWaiting, "full"],
        ["onClosed", node.onClosed, "closed"],
        ["onNoAgents", node.onNoAgents, "no-agents"],
      ];
    case "goodbye":
      return [];
  }
}

/** The nodes a call can come to, the start included. */
export function reachableNodes(flow: Flow): ReadonlySet<string> {
  const reached = new Set([flow.start]);
  // A set hands out what is added while it is walked, so this goes on until nothing new is found.
  for (const name of reached) for (const exit of exitsOf(flow, name)) reached.add(exit.to);
  return reached;
}
