import { type Exit, exitsOf, type Occasion } from "./exits.ts";
import type { Flow } from "./flow.ts";

/** A way round: the nodes in order (of a long one only the first few), and the exit that leads back to the first. */
export interface Loop {
  readonly nodes: readonly string[];
  readonly cut: boolean;
  readonly closing: Exit;
}

/** A node on the way being explored, and its exits not yet tried. */
interface Stage {
  readonly name: string;
  readonly untried: Exit[];
}

const mostNodesShown = 8;

/**
 * The loops that remain when calls take only exits on the given occasions: empty if and only if there is none; of loops
 * that share their closing exit, one. Depth first without recursion, so that a long flow cannot exhaust the stack.
 */
export function loopsOf(flow: Flow, occasions: ReadonlySet<Occasion>): readonly Loop[] {
  const explored = new Set<string>();
  const explore = (name: string): Stage => {
    explored.add(name);
    return { name, untried: exitsOf(flow, name).filter((exit) => occasions.has(exit.on)) };
  };
  return Object.keys(flow.nodes).flatMap((root) =>
    explored.has(root) ? [] : loopsFrom(explore(root), explored, explore),
  );
}

function loopsFrom(
  root: Stage,
  explored: ReadonlySet<string>,
  explore: (name: string) => Stage,
): readonly Loop[] {
  const loops: Loop[] = [];
  const way = [root];
  const depths = new Map([[root.name, 0]]);
  for (let stage = way.at(-1); stage !== undefined; stage = way.at(-1)) {
    const exit = stage.untried.shift();
    if (exit === undefined) {
      depths.delete(stage.name);
      way.pop();
      continue;
    }
    const depth = depths.get(exit.to);
    if (depth !== undefined) loops.push(loopSince(way, depth, exit));
    else if (!explored.has(exit.to)) {
      depths.set(exit.to, way.length);
      way.push(explore(exit.to));
    }
  }
  return loops;
}

function loopSince(way: readonly Stage[], depth: number, closing: Exit): Loop {
  const nodes = way.slice(depth, depth + mostNodesShown).map((stage) => stage.name);
  return { nodes, cut: way.length - depth > mostNodesShown, closing };
}
