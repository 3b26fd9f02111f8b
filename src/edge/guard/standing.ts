import { RecentMap } from "./recent-map.ts";
import type { GuardSettings } from "./settings.ts";

/** What is held against a source. */
export type Standing = "good" | "slowed" | "banned";

/** A failure that counts against a source. */
export interface Failure {
  /**
   * Whether it really was that source: it holds a connection, or has acknowledged an answer with the tag
   * that we made for it. Anyone can write any address into a UDP packet.
   */
  readonly proven: boolean;
}

interface Record {
  proven: number;
  all: number;
  /** When the counts were last lowered, in milliseconds. */
  countedAt: number;
  /** How often it was banned before. */
  bans: number;
  until: number;
  standing: Standing;
}

const MINUTE_MS = 60_000;
const LONGEST_FACTOR = 12;
const MOST_RECORDS = 20_000;

/**
 * Who failed too often of late, and what comes of it:
 *
 *    good ──enough failures, all proven──► banned ──time──► good
 *      └────enough failures, some not────► slowed ──time──► good
 *
 * Counts fade within a minute. A forger can fill the table and so have records forgotten, those of the
 * worst too; but he can have nobody banned, only strangers slowed, who still get through.
 */
export class Standings {
  readonly #records = new RecentMap<string, Record>(MOST_RECORDS);
  readonly #settings: Pick<GuardSettings, "strikes" | "banSeconds">;

  constructor(settings: Pick<GuardSettings, "strikes" | "banSeconds">) {
    this.#settings = settings;
  }

  /** How many sources something is held against. */
  get size(): number {
    return this.#records.size;
  }

  of(key: string, now: number): Standing {
    const record = this.#records.peek(key);
    return record && record.until > now ? record.standing : "good";
  }

  /** Counts a failure; says what the source has become by it, where that is new. */
  fail(key: string, { proven }: Failure, now: number): Standing | undefined {
    const { strikes } = this.#settings;
    if (strikes === 0) return undefined;
    const record = this.#records.get(key) ?? {
      ...{ proven: 0, all: 0, countedAt: now, bans: 0, until: 0 },
      standing: "good",
    };
    this.#fade(record, now);
    record.all += 1;
    this.#records.set(key, record);
    if (proven) return this.#proven(record, now);
    const already = record.until > now;
    return Math.ceil(record.all) >= strikes && !already ? this.#sentence(record, "slowed", now) : undefined;
  }

  /** An earlier failure of this source turns out to have been its own. */
  prove(key: string, now: number): Standing | undefined {
    const record = this.#records.peek(key);
    if (!record) return undefined;
    this.#fade(record, now);
    return this.#proven(record, now);
  }

  #proven(record: Record, now: number): Standing | undefined {
    record.proven += 1;
    return Math.ceil(record.proven) >= this.#settings.strikes
      ? this.#sentence(record, "banned", now)
      : undefined;
  }

  /** What the source did well weighs more than its failures before; a sentence stays. */
  forgive(key: string): void {
    const record = this.#records.peek(key);
    if (!record) return;
    record.proven = 0;
    record.all = 0;
  }

  #fade(record: Record, now: number): void {
    const faded = ((now - record.countedAt) / MINUTE_MS) * this.#settings.strikes;
    record.proven = Math.max(0, record.proven - faded);
    record.all = Math.max(0, record.all - faded);
    record.countedAt = now;
  }

  #sentence(record: Record, standing: "slowed" | "banned", now: number): Standing {
    const factor = Math.min(LONGEST_FACTOR, 2 ** record.bans);
    record.standing = standing;
    record.until = now + this.#settings.banSeconds * 1000 * factor;
    record.all = 0;
    if (standing === "slowed") return standing;
    record.bans += 1;
    record.proven = 0;
    return standing;
  }
}
