import type { Bench } from "../bench.ts";
import type { Figure } from "../figure.ts";
import { measureCallsPerSecond } from "./calls-per-second.ts";
import { inCentre } from "./centre.ts";
import { measureIdleAgent } from "./idle-agent.ts";
import { measureNextInvite } from "./next-invite.ts";
import { measureProcessorPerCall } from "./processor-per-call.ts";

/** How quickly calls reach agents, how many a second, and at what cost. The most demanding part comes last. */
export const callSetup: Bench = {
  about: "how quickly calls reach agents, how many a second, and at what cost (4 minutes)",
  run: (setting) =>
    inCentre(setting, async (centre): Promise<readonly Figure[]> => {
      const { tell } = setting;
      const alive = async <T>(work: Promise<T>): Promise<T> => Promise.race([work, centre.died]);
      tell("single calls to idle agents");
      const idle = await alive(measureIdleAgent(centre));
      tell("callers waiting for busy agents");
      const next = await alive(measureNextInvite(centre, tell));
      tell("processor time of a steady rate of calls");
      const costs = await alive(measureProcessorPerCall(centre, tell));
      tell("calls a second, more and more");
      // A service that dies of a rate does not hold it, which is a figure too.
      const held = await measureCallsPerSecond(centre, tell);
      return [...idle, ...next, ...held, ...costs];
    }),
};
