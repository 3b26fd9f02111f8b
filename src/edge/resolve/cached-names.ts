import type { Clock } from "../clock.ts";
import { Expiring } from "./expiring.ts";
import type { Answer, Names, NaptrRecord, SrvRecord } from "./records.ts";

/** How long one question may take, in milliseconds. */
const QUESTION_MS = 2_000;
/** How long it is believed that there is nothing, or that nobody answers. */
const NOTHING_MS = 5_000;
/** However long an answer says that it holds. */
const LONGEST_SECONDS = 3_600;
/** How long an answer that has run out still serves where nobody gives a new one (RFC 8767). */
const STALE_MS = 3_600_000;
const MOST_KEPT = 10_000;
/** So many questions at once; more are taken for unanswered, so that work cannot pile up. */
const MOST_PENDING = 256;

interface Kept<Record> {
  readonly answer: Answer<Record>;
  readonly freshUntil: number;
}

/** Remembers answers to one kind of question, each under the name it was asked by. */
class Memory<Record> {
  readonly #kept: Expiring<Kept<Record>>;
  readonly #pending = new Map<string, Promise<Answer<Record>>>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#kept = new Expiring(clock, MOST_KEPT);
  }

  async answer(name: string, ask: () => Promise<Answer<Record>>): Promise<Answer<Record>> {
    const kept = this.#kept.get(name);
    if (kept && kept.freshUntil > this.#clock.now()) return kept.answer;
    const pending = this.#pending.get(name);
    if (pending) return pending;
    if (this.#pending.size >= MOST_PENDING) return kept?.answer ?? { kind: "silence" };
    const asking = this.#ask(name, ask, kept?.answer);
    this.#pending.set(name, asking);
    return asking;
  }

  async #ask(
    name: string,
    ask: () => Promise<Answer<Record>>,
    stale: Answer<Record> | undefined,
  ): Promise<Answer<Record>> {
    const said = await inTime(this.#clock, ask());
    const answer = said.kind === "silence" ? (stale ?? said) : said;
    const ms = said.kind === "found" ? Math.min(said.seconds, LONGEST_SECONDS) * 1000 : NOTHING_MS;
    const freshUntil = this.#clock.now() + ms;
    this.#pending.delete(name);
    if (ms > 0) this.#kept.set(name, { answer, freshUntil }, ms + (answer.kind === "found" ? STALE_MS : 0));
    return answer;
  }
}

/** The same names, each asked once for as long as its answer holds, and never waited for too long. */
export function cachedNames(names: Names, clock: Clock): Names {
  const naptr = new Memory<NaptrRecord>(clock);
  const srv = new Memory<SrvRecord>(clock);
  const addresses = { 4: new Memory<string>(clock), 6: new Memory<string>(clock) };
  const machine = new Memory<string>(clock);
  return {
    naptr: async (name) => naptr.answer(name, async () => names.naptr(name)),
    srv: async (name) => srv.answer(name, async () => names.srv(name)),
    addresses: async (name, family) =>
      addresses[family].answer(name, async () => names.addresses(name, family)),
    machine: async (name) => machine.answer(name, async () => names.machine(name)),
  };
}

async function inTime<Record>(clock: Clock, answer: Promise<Answer<Record>>): Promise<Answer<Record>> {
  const { promise: late, resolve } = Promise.withResolvers<Answer<Record>>();
  const limit = clock.after(QUESTION_MS, () => resolve({ kind: "silence" }));
  try {
    return await Promise.race([answer, late]);
  } finally {
    limit.cancel();
  }
}
