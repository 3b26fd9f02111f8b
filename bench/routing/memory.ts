import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { CallId } from "../../src/ids.ts";
import { Router } from "../../src/routing/index.ts";
import { Unmeasurable } from "../call-setup/unmeasurable.ts";
import type { Figure } from "../figure.ts";
import { type Cell, cellOf } from "./population/cell.ts";
import { Random } from "./random.ts";
import { large, type Scale } from "./scale.ts";

const seed = 1;
const at = 1_800_000_000_000;

/**
 * What an agent (signed in, with profile and id) and a waiting call (with its id) keep in memory: by how much the heap
 * is larger with all of them than without, divided by how many they are. Agents are on a break, so that calls wait.
 */
export function measureMemory(): readonly Figure[] {
  const empty = bytesOf(() => routerWith({ ...large, agents: 0 }, 0));
  const staffed = bytesOf(() => routerWith(large, 0));
  const full = bytesOf(() => routerWith(large, large.waiting));
  return [
    { name: "bytes-per-waiting-call", value: Math.round((full - staffed) / large.waiting), unit: "B" },
    { name: "bytes-per-agent", value: Math.round((staffed - empty) / large.agents), unit: "B" },
  ];
}

/** By how much the heap is larger while what is made is held. */
function bytesOf(make: () => Router): number {
  const before = heldBytes();
  const held = make();
  const bytes = heldBytes() - before;
  // Asked once more, so that it was not let go before it was counted.
  held.nextDeadline();
  return bytes;
}

function heldBytes(): number {
  collectGarbage();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect !== "function") throw new Unmeasurable("this Node does not let its memory be tidied up");
  Reflect.apply(collect, undefined, []);
}

function routerWith(scale: Scale, waiting: number): Router {
  const { agents, ...rules } = cellOf(large, seed);
  const staff = agents.slice(0, scale.agents);
  const cell: Cell = { ...rules, agents: staff };
  const router = new Router();
  router.step({ at, type: "configured", version: 1, ...cell });
  for (const { id } of staff) {
    router.step({ at, type: "device-registered", agent: id });
    router.step({ at, type: "agent-asked", agent: id, to: "not-ready", reason: "break" });
  }
  queueCalls(router, cell, waiting);
  return router;
}

function queueCalls(router: Router, { queues }: Cell, waiting: number): void {
  const random = new Random(seed);
  for (let nth = 0; nth < waiting; nth += 1) {
    const call = CallId(`c${random.hex()}`);
    const queue = random.oneOf(queues).id;
    const priority = random.weighted([
      [4, 0],
      [1, 5],
    ]);
    router.step({ at: at + nth, type: "call-queued", call, queue, priority, needsAgents: false });
  }
}
