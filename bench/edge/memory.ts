import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { BenchSetting } from "../bench.ts";
import { Unmeasurable } from "../call-setup/unmeasurable.ts";
import type { Figure } from "../figure.ts";
import { type LoadOptions, runLoad } from "./load.ts";
import { callerScenario, registerScenario } from "./scenarios.ts";
import { startApplication } from "./stand.ts";

const weighedFile = fileURLToPath(new URL("weighed-edge.ts", import.meta.url));
const Listening = z.object({ sipPort: z.number(), controlPort: z.number() });
const Weight = z.object({
  bytes: z.number(),
  dialogs: z.number(),
  bindings: z.number(),
  serverTransactions: z.number(),
});
type Weight = z.infer<typeof Weight>;

/** Transactions are kept for 32 s (RFC 3261 17); what is weighed must be without them. */
const transactionsEndMs = 33_000;
const looksMs = 250;

/** One thing to be held by the server: how SIPp makes many of them, and which count tells of them. */
interface Held {
  readonly name: string;
  readonly role: "uas" | "register";
  readonly count: "dialogs" | "bindings";
  readonly many: number;
  readonly rate: number;
  readonly scenario: (holdMs: number) => string;
  readonly transport: NonNullable<LoadOptions["transport"]>;
}

const held: readonly Held[] = [
  {
    name: "edge-bytes-per-dialog",
    role: "uas",
    count: "dialogs",
    many: 3_000,
    rate: 300,
    scenario: callerScenario,
    transport: "u1",
  },
  {
    // Each on a connection of its own: over UDP the server keeps nothing of a registration.
    name: "edge-bytes-per-registration",
    role: "register",
    count: "bindings",
    many: 500,
    rate: 100,
    scenario: registerScenario,
    transport: "tn",
  },
];

/** What the heap holds more of with many dialogs, and with many registrations, divided by how many there are. */
export async function measureMemory(sipp: string, { tell }: BenchSetting): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const what of held) {
    const bytes = await weigh(sipp, what);
    tell(`${what.name}: ${Math.round(bytes)}`);
    figures.push({ name: what.name, value: Math.round(bytes), unit: "B" });
  }
  return figures;
}

async function weigh(sipp: string, { role, count, many, rate, scenario, transport }: Held): Promise<number> {
  const secret = randomUUID();
  const edge = fork(weighedFile, [secret], { execArgv: ["--expose-gc"] });
  const kill = (): void => void edge.kill("SIGKILL");
  process.once("exit", kill);
  try {
    const { sipPort, controlPort } = Listening.parse(await hear(edge));
    return await startApplication([role, String(controlPort), secret], async () => {
      const server = { host: "127.0.0.1", port: sipPort };
      const load = { sipp, service: "load", server, transport, rate };
      await runLoad({ ...load, scenario: scenario(0), calls: rate });
      const before = await settledWeight(
        edge,
        (weight) => weight.serverTransactions === 0 && weight[count] === 0,
      );
      const holdMs = (many / rate) * 1_000 + transactionsEndMs + 10_000;
      const running = runLoad({ ...load, scenario: scenario(holdMs), calls: many });
      const during = await settledWeight(
        edge,
        (weight) => weight.serverTransactions === 0 && weight[count] === many,
      );
      await running;
      return (during.bytes - before.bytes) / many;
    });
  } finally {
    process.off("exit", kill);
    const gone = once(edge, "exit");
    kill();
    await gone;
  }
}

/** The weight once this is so. */
async function settledWeight(edge: ChildProcess, isSo: (weight: Weight) => boolean): Promise<Weight> {
  const until = performance.now() + 3 * transactionsEndMs;
  while (performance.now() < until) {
    edge.send("weigh");
    const weight = Weight.parse(await hear(edge));
    if (isSo(weight)) return weight;
    await pause(looksMs);
  }
  throw new Unmeasurable("the SIP server never held what it was to be weighed with");
}

async function hear(edge: ChildProcess): Promise<unknown> {
  const [said]: unknown[] = await once(edge, "message");
  return said;
}
