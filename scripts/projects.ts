/**
 * Whether vitest, with these arguments, plays against the programs of others: it does where no project is named, or
 * that one is, be it by a pattern. What it does not understand counts as yes, for fetching too much only takes time.
 */
export function playsAgainstOthers(args: readonly string[]): boolean {
  const named = args.flatMap((arg, place) => {
    if (arg === "--project") return [args[place + 1] ?? ""];
    return arg.startsWith("--project=") ? [arg.slice("--project=".length)] : [];
  });
  return named.length === 0 || named.some((name) => name === "interop" || /[*!]/.test(name));
}
