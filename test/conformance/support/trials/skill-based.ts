import type { Report } from "../../../../src/simulation/index.ts";
import type { Comparison } from "../agreement.ts";
import { queueGauges, trunkGauges } from "../known.ts";
import type { Trial } from "../trial.ts";
import {
  agents,
  callTypes,
  flatRows,
  fullyFlexibleComparisons,
  oneSkillComparisons,
  primaryPerType,
  simulatedComparisons,
  skillBasedScenario,
  trunks,
} from "../wallace-whitt.ts";

/** With one skill each type of call queues for its own agents; with more it is nearly one queue for all. */
function trialOf(skills: number, compare: Trial["compare"]): Trial {
  const gauges = skills === 1 ? queueGauges(primaryPerType, "each class") : queueGauges(agents);
  return {
    name: `skill-based-${skills}`,
    inWords: `with ${skills === 1 ? "one skill" : `${skills} skills`} for each agent`,
    scenario: { ...skillBasedScenario(skills), gauges: [...gauges, ...trunkGauges(trunks)] },
    calls: 1_000_000,
    compare,
  };
}

/** What theory knows of the centre with all skills is compared with theory, and the rest with the reference's simulation. */
function severalSkills(row: (typeof flatRows)[number], report: Report): readonly Comparison[] {
  const exact = row.skillsPerAgent === callTypes ? fullyFlexibleComparisons(report) : [];
  const simulated = simulatedComparisons(row, report);
  return [...exact, ...simulated.filter(({ what }) => exact.every((comparison) => comparison.what !== what))];
}

/** In the order of the number of skills. */
export const skillBasedTrials: readonly Trial[] = [
  trialOf(1, oneSkillComparisons),
  ...flatRows.map((row) => trialOf(row.skillsPerAgent, (report) => severalSkills(row, report))),
];
