import { parseArgs } from "node:util";

export const help = `npm run demo [-- options]

Starts a virtual call centre with two example tenants, places real SIP calls to both with SIPp, and
lets robot agents answer them.

  --for SECONDS   how long calls are placed, 5 to 3600 (default 60)
  --json          print the summary as one JSON object in the last line
  --help          show this
`;

export type Wish =
  | { readonly kind: "run"; readonly seconds: number; readonly json: boolean }
  | { readonly kind: "help" }
  | { readonly kind: "refused"; readonly why: string };

/** What the command line asks for. */
export function readWish(args: readonly string[]): Wish {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { for: { type: "string" }, json: { type: "boolean" }, help: { type: "boolean" } },
    });
    if (values.help === true) return { kind: "help" };
    const seconds = Number(values.for ?? "60");
    if (!(seconds >= 5 && seconds <= 3_600))
      return { kind: "refused", why: `--for takes 5 to 3600 seconds, not "${values.for}"` };
    return { kind: "run", seconds, json: values.json === true };
  } catch (error) {
    return { kind: "refused", why: error instanceof Error ? error.message : String(error) };
  }
}
