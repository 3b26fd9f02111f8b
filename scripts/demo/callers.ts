import { type Callers, startCallers } from "../../test/support/sipp/run.ts";

/** How long a caller listens before it presses a key: until the menu is being read out. */
const listensForMs = 5_000;
/** One call of each tenant begins this often. */
export const callEveryMs = 3_500;

/** Callers of one tenant. */
export interface CrowdOptions {
  readonly sipp: string;
  readonly dial: string;
  /** Their numbers begin with this, so that a robot agent sees whose caller it has. */
  readonly prefix: string;
  /** The keys they press, used in turn. */
  readonly keys: readonly string[];
  readonly server: { readonly host: string; readonly port: number };
  readonly seconds: number;
}

/** Places calls at a steady rate for so many seconds. Each presses a key of the menu and stays until it is served. */
export function startCrowd(options: CrowdOptions): Promise<Callers> {
  const { sipp, dial, prefix, keys, server, seconds } = options;
  const calls = Math.max(1, Math.floor((seconds * 1_000) / callEveryMs));
  return startCallers({
    sipp,
    dial,
    server,
    calls,
    atOnce: calls,
    callsPerSecond: 1_000 / callEveryMs,
    callers: Array.from({ length: calls }, (_, nth) => [
      `${prefix}${String(nth).padStart(5, "0")}`,
      keys[nth % keys.length] ?? "1",
    ]),
    patienceMs: 180_000,
    scenario: {
      title: "a caller who presses a key and waits to be served",
      does: [{ waitMs: listensForMs }, { press: "[field1]" }, { awaitHangUp: true }],
    },
  });
}
