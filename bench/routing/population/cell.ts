import type { AgentProfile, Queue, Rental } from "../../../src/routing/index.ts";
import { Random } from "../random.ts";
import type { Scale } from "../scale.ts";
import { queuesFor } from "./queues.ts";
import { rentalsOf } from "./rentals.ts";
import { staff } from "./staff.ts";

/** The configuration of a cell. */
export interface Cell {
  readonly agents: readonly AgentProfile[];
  readonly queues: readonly Queue[];
  readonly rentals: readonly Rental[];
}

/** The same cell for the same seed. */
export function cellOf(scale: Scale, seed: number): Cell {
  const random = new Random(seed);
  const agents = staff(scale, random);
  return { agents, queues: queuesFor(scale, agents, random), rentals: rentalsOf(agents, random) };
}
