import { lookup } from "node:dns";
import type { Clock } from "../clock.ts";
import type { Answer } from "./records.ts";

/** Each of them blocks a thread of the process until the machine gives up, and there are four in all. */
const MOST_RUNNING = 2;
const MOST_WAITING = 256;
/** One that waited so long is not begun any more: whoever asked has gone on. */
const WAITED_TOO_LONG_MS = 2_000;
/** The machine does not say how long its answer holds. */
const HOLDS_SECONDS = 10;

/** Addresses by the machine's own means (getaddrinfo), a few at a time. */
export class MachineLookup {
  readonly #clock: Clock;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async addresses(name: string): Promise<Answer<string>> {
    if (this.#running >= MOST_RUNNING) return this.#queued(name);
    this.#running += 1;
    return this.#ask(name);
  }

  async #queued(name: string): Promise<Answer<string>> {
    if (this.#waiting.length >= MOST_WAITING) return { kind: "silence" };
    const since = this.#clock.now();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    await promise;
    if (this.#clock.now() - since <= WAITED_TOO_LONG_MS) return this.#ask(name);
    this.#next();
    return { kind: "silence" };
  }

  async #ask(name: string): Promise<Answer<string>> {
    const answer = await ask(name);
    this.#next();
    return answer;
  }

  /** Whoever waits takes over the place of the one that is done. */
  #next(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running -= 1;
  }
}

async function ask(name: string): Promise<Answer<string>> {
  const { promise, resolve } = Promise.withResolvers<Answer<string>>();
  lookup(name, { all: true, order: "verbatim" }, (error, found) => {
    if (error) return resolve({ kind: error.code === "EAI_AGAIN" ? "silence" : "nothing" });
    const records = [...new Set(found.map(({ address }) => address))];
    resolve({ kind: "found", records, seconds: HOLDS_SECONDS });
  });
  return promise;
}
