import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  type Answer,
  erlangA,
  erlangAAgentsForServiceLevel,
  erlangB,
  erlangC,
  erlangCAgentsForServiceLevel,
  erlangCAgentsForWaitProbability,
  finiteQueue,
  garnettWaitProbability,
  halfinWhittBeta,
  halfinWhittWaitProbability,
  squareRootAgents,
} from "../../src/reporting/index.ts";

const figures = <Names extends string>(...names: readonly Names[]) => z.record(z.enum(names), z.number());

const MinAgentsC = figures("n", "sl", "asaSec", "pWait", "occ");
const MinAgentsA = figures("n", "sl", "pAbandon", "asaServedSec");
const queueInputs = ["n", "a", "ahtSec", "thresholdSec"] as const;

const Reference = z.object({
  tolerance: z.object({ relative: z.literal(1e-9) }),
  erlangB: z.array(figures("n", "a", "B")).min(10),
  erlangC: z
    .array(figures(...queueInputs, "pWait", "asaSec", "serviceLevel", "occupancy", "meanQueue"))
    .min(10),
  erlangA: z
    .array(
      z.strictObject({
        n: z.number(),
        callsPerHour: z.number(),
        ahtSec: z.number(),
        meanPatienceSec: z.number(),
        thresholdSec: z.number(),
        offeredErlangs: z.number(),
        pWait: z.number(),
        pAbandon: z.number(),
        meanWaitAllSec: z.number(),
        asaServedSec: z.number(),
        meanWaitAbandonedSec: z.number(),
        slServedWithinT_over_offered: z.number(),
        slServedWithinT_over_served: z.number(),
        slServedWithinT_over_offeredMinusAbandWithinT: z.number(),
        pWaitAtMostT_anyOutcome: z.number(),
        abandonWithinT: z.number(),
        pVirtualWaitGtT: z.number(),
        meanQueue: z.number(),
        occupancy: z.number(),
      }),
    )
    .min(9),
  mmck: z
    .array(
      figures(
        ...queueInputs,
        "extraWaitingSpaces",
        "pBlock",
        "pWaitEntering",
        "meanWaitEnteringSec",
        "slEntering",
        "occupancy",
      ),
    )
    .min(3),
  qedFunctions: z.object({
    rows: z
      .array(
        z.object({
          beta: z.number(),
          halfinWhittPWait: z.number(),
          garnettPWait: z.record(z.string(), z.number()),
        }),
      )
      .min(10),
  }),
  halfinWhittBeta: z.array(figures("alpha", "beta")).min(3),
  sqrtRuleVsExact: z.array(figures("a", "alpha", "sqrtRuleN", "exactMinN", "exactPWaitAtSqrtN")).min(6),
  minAgents80_20: z
    .array(
      z.strictObject({
        a: z.number(),
        erlangC_aht180: MinAgentsC,
        erlangC_aht300: MinAgentsC,
        erlangC_aht600: MinAgentsC,
        erlangA_aht300_pat60_slOffered: MinAgentsA.optional(),
        erlangA_aht300_pat180_slOffered: MinAgentsA.optional(),
      }),
    )
    .min(18),
});

const Pooled = z.object({
  exactFullFlexibility: z.object({
    pBlock: z.number(),
    pWait_entering: z.number(),
    meanWait_min: z.number(),
    sl30s_entering_FCFS: z.number(),
    occupancy: z.number(),
  }),
  minAgentsTable: z.array(
    figures("agents", "trunks", "pBlock", "sl30s", "meanWait", "pBlock_K30", "sl30s_K30"),
  ),
});

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`./reference/${name}.json`, import.meta.url), "utf8"));
}

const reference = Reference.parse(read("erlang"));
const pooled = Pooled.parse(read("wallace-whitt-skill-based-routing"));

/** The value of an answer; a refusal fails the test. */
function given<Value>(answer: Answer<Value>): Value {
  if (!answer.ok) throw new Error(`refused: ${answer.input} is ${answer.why}`);
  return answer.value;
}

/** The names of the figures further from the reference than one part in 10⁹; where that is 0, not exactly 0. */
function astray(
  actual: Readonly<Record<string, number>>,
  expected: Readonly<Record<string, number>>,
): string[] {
  return Object.keys({ ...actual, ...expected }).filter((name) => {
    const [is, ought] = [actual[name] ?? Number.NaN, expected[name] ?? Number.NaN];
    return !(Math.abs(is - ought) <= reference.tolerance.relative * Math.abs(ought));
  });
}

/** The workload of so many erlangs. */
function offered(erlangs: number, ahtSeconds: number) {
  return { callsPerHour: (erlangs * 3600) / ahtSeconds, ahtSeconds };
}

describe("Erlang B", () => {
  it.each(reference.erlangB)("blocks as it should with $n lines and $a erlangs", ({ n, a, B }) => {
    const { blockProbability } = given(erlangB({ agents: n, ...offered(a, 180) }));
    expect(astray({ B: blockProbability }, { B })).toEqual([]);
  });
});

describe("Erlang C", () => {
  it.each(reference.erlangC)("has every figure right with $n agents and $a erlangs", (row) => {
    const { n, a, ahtSec, thresholdSec, ...expected } = row;
    const is = given(erlangC({ agents: n, ...offered(a, ahtSec), thresholdSeconds: thresholdSec }));
    const { waitProbability: pWait, asaSeconds: asaSec, serviceLevel, occupancy, meanQueue } = is;
    expect(astray({ pWait, asaSec, serviceLevel, occupancy, meanQueue }, expected)).toEqual([]);
  });
});

type ErlangARow = (typeof reference.erlangA)[number];

/** Our figures under the reference's names; `loadFactor` multiplies the calls. */
function erlangARow(row: ErlangARow, loadFactor = 1): ErlangARow {
  const { n, callsPerHour, ahtSec, meanPatienceSec, thresholdSec } = row;
  const is = given(
    erlangA({
      agents: n,
      callsPerHour: callsPerHour * loadFactor,
      ahtSeconds: ahtSec,
      meanPatienceSeconds: meanPatienceSec,
      thresholdSeconds: thresholdSec,
    }),
  );
  return {
    ...{ n, callsPerHour, ahtSec, meanPatienceSec, thresholdSec },
    offeredErlangs: is.offeredErlangs,
    pWait: is.waitProbability,
    pAbandon: is.abandonProbability,
    meanWaitAllSec: is.meanWaitSeconds,
    asaServedSec: is.asaSeconds,
    meanWaitAbandonedSec: is.meanWaitOfAbandonedSeconds,
    slServedWithinT_over_offered: is.serviceLevel["of-queued"],
    slServedWithinT_over_served: is.serviceLevel["of-answered"],
    slServedWithinT_over_offeredMinusAbandWithinT: is.serviceLevel["without-early-abandons"],
    pWaitAtMostT_anyOutcome: is.serviceLevel["early-abandons-served"],
    abandonWithinT: is.abandonWithinThresholdProbability,
    pVirtualWaitGtT: is.virtualWaitBeyondThresholdProbability,
    meanQueue: is.meanQueue,
    occupancy: is.occupancy,
  };
}

describe("Erlang A", () => {
  it.each(reference.erlangA)("has every figure right with $n agents and $offeredErlangs erlangs", (row) => {
    expect(astray(erlangARow(row), row)).toEqual([]);
  });

  it.each(reference.erlangA)(
    "is found out with $n agents when the load is off by one in a million",
    (row) => {
      expect(astray(erlangARow(row, 1 + 1e-6), row)).toContain("pWait");
    },
  );
});

describe("M/M/c/K", () => {
  it.each(reference.mmck)("has every figure right with $n agents and $extraWaitingSpaces places", (row) => {
    const { n, extraWaitingSpaces, a, ahtSec, thresholdSec, ...expected } = row;
    const work = { agents: n, waitingPlaces: extraWaitingSpaces, ...offered(a, ahtSec) };
    const is = given(finiteQueue({ ...work, thresholdSeconds: thresholdSec }));
    const actual = {
      pBlock: is.blockProbability,
      pWaitEntering: is.waitProbabilityOfEntering,
      meanWaitEnteringSec: is.meanWaitOfEnteringSeconds,
      slEntering: is.serviceLevelOfEntering,
      occupancy: is.occupancy,
    };
    expect(astray(actual, expected)).toEqual([]);
  });

  const pooledWork = { ...offered(84, 600), thresholdSeconds: 30 };

  it("has every figure right of six skills that all agents have", () => {
    const is = given(finiteQueue({ ...pooledWork, agents: 90, waitingPlaces: 30 }));
    const actual = {
      pBlock: is.blockProbability,
      pWait_entering: is.waitProbabilityOfEntering,
      meanWait_min: is.meanWaitOfEnteringSeconds / 60,
      sl30s_entering_FCFS: is.serviceLevelOfEntering,
      occupancy: is.occupancy,
    };
    expect(astray(actual, pooled.exactFullFlexibility)).toEqual([]);
  });

  it.each(pooled.minAgentsTable)("agrees on 120 trunks, and on 30 places, with $agents agents", (row) => {
    const { agents, trunks, ...expected } = row;
    const onTrunks = given(finiteQueue({ ...pooledWork, agents, waitingPlaces: trunks - agents }));
    const onPlaces = given(finiteQueue({ ...pooledWork, agents, waitingPlaces: 30 }));
    const actual = {
      pBlock: onTrunks.blockProbability,
      sl30s: onTrunks.serviceLevelOfEntering,
      meanWait: onTrunks.meanWaitOfEnteringSeconds / 60,
      pBlock_K30: onPlaces.blockProbability,
      sl30s_K30: onPlaces.serviceLevelOfEntering,
    };
    expect(astray(actual, expected)).toEqual([]);
  });
});

describe("the limits for large groups", () => {
  it.each(reference.qedFunctions.rows)("agree with Halfin and Whitt and with Garnett at β = $beta", (row) => {
    const halfinWhitt = given(halfinWhittWaitProbability(row.beta));
    expect(astray({ halfinWhitt }, { halfinWhitt: row.halfinWhittPWait })).toEqual([]);
    const ratios = Object.keys(row.garnettPWait);
    expect(ratios).toHaveLength(5);
    const garnett = ratios.map((ratio) => [ratio, given(garnettWaitProbability(row.beta, Number(ratio)))]);
    expect(astray(Object.fromEntries(garnett), row.garnettPWait)).toEqual([]);
  });

  it.each(reference.halfinWhittBeta)("give β for a share of $alpha that waits", ({ alpha, beta }) => {
    expect(astray({ beta: given(halfinWhittBeta(alpha)) }, { beta })).toEqual([]);
  });
});

describe("square-root staffing", () => {
  it.each(reference.sqrtRuleVsExact)("staffs $a erlangs, and the exact search beside it", (row) => {
    const work = offered(row.a, 180);
    const agents = given(squareRootAgents({ ...work, waitProbability: row.alpha }));
    const { waitProbability } = given(erlangC({ ...work, agents, thresholdSeconds: 0 }));
    expect(agents).toBe(row.sqrtRuleN);
    expect(given(erlangCAgentsForWaitProbability({ ...work, waitProbability: row.alpha }))).toBe(
      row.exactMinN,
    );
    expect(astray({ waitProbability }, { waitProbability: row.exactPWaitAtSqrtN })).toEqual([]);
  });
});

describe("the fewest agents for 80/20", () => {
  const target = { serviceLevel: 0.8, thresholdSeconds: 20 };
  const rows = reference.minAgents80_20;

  const patient = rows.flatMap((row) => [
    { a: row.a, aht: 180, expected: row.erlangC_aht180 },
    { a: row.a, aht: 300, expected: row.erlangC_aht300 },
    { a: row.a, aht: 600, expected: row.erlangC_aht600 },
  ]);

  it.each(patient)("are right for $a erlangs of $aht s with endless patience", ({ a, aht, expected }) => {
    const work = { ...offered(a, aht), ...target };
    const n = given(erlangCAgentsForServiceLevel(work));
    const is = given(erlangC({ ...work, agents: n }));
    const actual = {
      n,
      sl: is.serviceLevel,
      asaSec: is.asaSeconds,
      pWait: is.waitProbability,
      occ: is.occupancy,
    };
    expect(n).toBe(expected.n);
    expect(astray(actual, expected)).toEqual([]);
  });

  const impatient = rows.flatMap((row) => [
    { a: row.a, patience: 60, expected: row.erlangA_aht300_pat60_slOffered },
    { a: row.a, patience: 180, expected: row.erlangA_aht300_pat180_slOffered },
  ]);
  const known = impatient.flatMap(({ expected, ...row }) => (expected ? [{ ...row, expected }] : []));

  it.each(known)("are right for $a erlangs and a patience of $patience s", ({ a, patience, expected }) => {
    const work = { ...offered(a, 300), ...target, meanPatienceSeconds: patience };
    const n = given(erlangAAgentsForServiceLevel({ ...work, variant: "of-queued" }));
    const is = given(erlangA({ ...work, agents: n }));
    const sl = is.serviceLevel["of-queued"];
    const actual = { n, sl, pAbandon: is.abandonProbability, asaServedSec: is.asaSeconds };
    expect(n).toBe(expected.n);
    expect(astray(actual, expected)).toEqual([]);
  });
});
