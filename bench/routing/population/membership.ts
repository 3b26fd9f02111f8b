import type { AgentId } from "../../../src/ids.ts";
import {
  type AgentProfile,
  type AgentSource,
  eligibilityTest,
  type Queue,
  type SkillLevels,
} from "../../../src/routing/index.ts";
import type { Cell } from "./cell.ts";

interface Offered {
  readonly profile: AgentProfile;
  readonly source: AgentSource;
  readonly skills: SkillLevels;
}

/** Who may serve a queue at each of its steps, worked out beforehand; all steps widen. */
export function membersByStep(cell: Cell, queue: Queue): readonly (readonly AgentId[])[] {
  const offered = offeredTo(cell, queue);
  const members = new Set<AgentId>();
  return queue.steps.map(({ eligible, from }) => {
    const test = eligibilityTest(eligible);
    for (const { profile, source, skills } of offered) {
      if (from.includes(source) && test(skills)) members.add(profile.id);
    }
    return [...members];
  });
}

function offeredTo({ agents, rentals }: Cell, { tenant }: Queue): readonly Offered[] {
  const own = agents
    .filter((profile) => profile.tenant === tenant)
    .map((profile): Offered => ({ profile, source: "own", skills: profile.skills }));
  const others = rentals
    .filter(({ renter }) => renter === tenant)
    .flatMap((rental) => {
      const rented = new Set(rental.agents);
      return agents
        .filter((profile) => rented.has(profile.id) && profile.tenant !== tenant)
        .map(
          (profile): Offered => ({ profile, source: rental.source, skills: rental.skills ?? profile.skills }),
        );
    });
  return [...own, ...others];
}
