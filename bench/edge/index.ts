import { ensureParts, explainMissing } from "../../scripts/setup/index.ts";
import type { Bench } from "../bench.ts";
import { Unmeasurable } from "../call-setup/unmeasurable.ts";
import type { Figure } from "../figure.ts";
import { withAnswerer } from "./answerer.ts";
import { climb } from "./climb.ts";
import { measureCost } from "./cost.ts";
import { measureMemory } from "./memory.ts";
import { callerScenario, registerScenario } from "./scenarios.ts";
import { onStand } from "./stand.ts";
import { measureTexts } from "./texts.ts";

const callRates = [100, 200, 300, 400, 500, 600, 800, 1_000, 1_250, 1_500, 2_000];
const registerRates = [400, 800, 1_000, 1_250, 1_500, 2_000];

/** What the embedded SIP server does in a second, at what cost, with an unmodified drachtio-srf as its application. */
export const edge: Bench = {
  about: "how many calls and registrations a second the SIP server takes, at what cost (7 minutes)",
  run: async (setting): Promise<readonly Figure[]> => {
    const setUp = await ensureParts();
    if (!setUp.ok) throw new Unmeasurable(explainMissing(setUp.missing));
    const sipp = setUp.parts.sipp.command;
    const calls = { sipp, scenario: callerScenario(0), service: "load" };
    const uas = await onStand({ name: "uas" }, async (stand) => [
      ...(await measureCost(sipp, stand)),
      ...(await climb(
        { name: "edge-uas-cps", load: { ...calls, server: stand.server }, rates: callRates },
        setting,
      )),
    ]);
    const passedOn: Figure[] = [];
    for (const name of ["b2b", "proxy"] as const) {
      const figures = await withAnswerer(sipp, (target) =>
        onStand({ name, target }, ({ server }) =>
          climb({ name: `edge-${name}-cps`, load: { ...calls, server }, rates: callRates }, setting),
        ),
      );
      passedOn.push(...figures);
    }
    const registrations = await onStand({ name: "register" }, ({ server }) => {
      const load = { sipp, scenario: registerScenario(0), service: "load", server };
      return climb({ name: "edge-register-per-second", load, rates: registerRates }, setting);
    });
    const memory = await measureMemory(sipp, setting);
    return [...uas, ...passedOn, ...registrations, ...memory, ...measureTexts()];
  },
};
