import type { Answer, Names } from "./records.ts";

const SILENCE = { kind: "silence" } as const;

/** The same names, but DNS is not asked any further once it kept silent: one wait is enough for a call. */
export function untilSilence(names: Names): Names {
  let silent = false;
  const ask = async <Record>(question: () => Promise<Answer<Record>>): Promise<Answer<Record>> => {
    if (silent) return SILENCE;
    const answer = await question();
    silent ||= answer.kind === "silence";
    return answer;
  };
  return {
    naptr: async (name) => ask(async () => names.naptr(name)),
    srv: async (name) => ask(async () => names.srv(name)),
    addresses: async (name, family) => ask(async () => names.addresses(name, family)),
    machine: async (name) => names.machine(name),
  };
}
