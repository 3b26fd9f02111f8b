import { PlatformDocument } from "./document.ts";
import { validatePlatform } from "./validate.ts";

/** A flow that leads to the only queue. */
export const graph = { start: "wait", nodes: { wait: { do: "queue", queue: "sales" } } };

/** A tenant with one of everything. */
export function tenant(key: string, number: string, changes: object = {}) {
  return {
    key,
    name: key,
    quotas: { concurrentCalls: 10 },
    skills: ["sales", "english"],
    numbers: [{ number, flow: "main" }],
    agents: [{ key: "li", name: "李", sipUsername: `${key}.li`, skills: { sales: 5 } }],
    queues: [{ key: "sales", name: "Sales", steps: [{ eligible: "sales >= 3" }] }],
    flows: [{ key: "main", name: "Main", graph }],
    ...changes,
  };
}

/** A flow without queues. */
export const quiet = {
  key: "main",
  name: "Main",
  graph: { start: "bye", nodes: { bye: { do: "goodbye", say: { zh: "再见。" } } } },
};

/** The only trunk. */
export const carrier = {
  key: "carrier",
  name: "Carrier",
  addresses: ["192.0.2.0/24"],
  sipUsername: "carrier",
};

/** `path code` of each fault, the position in an expression behind an @, a warning with a question mark behind. */
export function faults(changes: object): readonly string[] {
  const whole = {
    operator: "sun",
    trunks: [carrier],
    tenants: [tenant("sun", "99999"), tenant("star", "98668")],
  };
  return validatePlatform(PlatformDocument.parse({ ...whole, ...changes })).map(
    ({ path, position, code, severity }) =>
      `${path}${position === undefined ? "" : `@${position}`} ${code}${severity === "warning" ? "?" : ""}`,
  );
}

/** The faults with a second tenant so changed. */
export const faultsOf = (changes: object) =>
  faults({ tenants: [tenant("sun", "99999"), tenant("star", "98668", changes)] });

/** The faults with the second tenant's queue so changed. */
export const withQueue = (changes: object) =>
  faultsOf({ queues: [{ key: "sales", name: "Sales", ...changes }] });
